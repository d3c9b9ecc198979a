package report

import (
	"cmp"
	"encoding/base64"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// FileArgs describe a file to attach: its content, or the file on disk that has it.
type FileArgs struct {
	Data        []byte `lua:"data" mistaken:"content" doc:"Content of the file."`
	Name        string `lua:"name" doc:"File name; that of the file on disk when not given."`
	ContentType string `lua:"content_type" default:"application/octet-stream" doc:"MIME type of the content, such as image/png."`
	File        string `lua:"file" doc:"Path of a file to attach, instead of the content itself."`
}

// maxFile is the largest content of an attachment in bytes, as other WATS clients have it.
const maxFile = 10 << 20

// binary makes the wire's form of a file.
func (a FileArgs) binary() (*BinaryData, error) {
	if err := a.read(); err != nil {
		return nil, err
	}
	name, err := required("name", a.Name)
	if err != nil {
		return nil, err
	}
	if len(a.Data) == 0 {
		return nil, fault.New(fault.Usage, "data of %s is empty", name)
	}
	if len(a.Data) > maxFile {
		return nil, fault.New(fault.Validation, "%s has more than %d bytes, the most that a report takes of a file", name, maxFile)
	}
	contentType := strings.TrimSpace(a.ContentType)
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	b := &BinaryData{Name: name, ContentType: contentType, Data: base64.StdEncoding.EncodeToString(a.Data)}
	return b, checkTexts("file", name, b)
}

// read takes content and name from the file on disk, if there is one: no more than shows that it is too big.
func (a *FileArgs) read() error {
	if a.File == "" {
		return nil
	}
	if len(a.Data) > 0 {
		return fault.New(fault.Usage, "either data or file is required, not both")
	}
	file, err := os.Open(a.File)
	if err != nil {
		return fault.Wrap(fault.Usage, err, "the file %s cannot be read", a.File)
	}
	defer func() { _ = file.Close() }()
	if a.Data, err = io.ReadAll(io.LimitReader(file, maxFile+1)); err != nil {
		return fault.Wrap(fault.Usage, err, "the file %s cannot be read", a.File)
	}
	a.Name = cmp.Or(strings.TrimSpace(a.Name), filepath.Base(a.File))
	return nil
}

// AddBinaryData attaches a file to a repair report. A test report keeps files on its steps.
func (r *Report) AddBinaryData(a FileArgs) (*BinaryData, error) {
	if r.Type != TypeUUR {
		return nil, fault.New(fault.Usage, "only a repair report holds files itself").WithHint("use add_attachment of a step")
	}
	b, err := a.binary()
	if err != nil {
		return nil, err
	}
	r.BinaryData = append(r.BinaryData, b)
	return b, nil
}

// Bytes is the content of the file.
func (b *BinaryData) Bytes() ([]byte, error) { return decodeBase64(b.Name, b.Data) }

// Bytes is the content of the file.
func (a *Attachment) Bytes() ([]byte, error) { return decodeBase64(a.Name, a.Data) }

func decodeBase64(name, data string) ([]byte, error) {
	content, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return nil, fault.Wrap(fault.Validation, err, "data of %s is not base64", name)
	}
	return content, nil
}
