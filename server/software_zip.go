package server

import (
	"archive/zip"
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/watsrun/watsrun/internal/fault"
)

// The bounds of a package: those of what it unpacks to on a station.
const (
	maxPackageFiles = 10_000
	maxPackageSize  = 512 << 20 // bytes
	maxFilePath     = 240       // characters: Windows takes 260 with the folder that the package is installed to
)

// packedFile is a file as it came in a zip. It stays packed: it is stored and handed out again like that.
type packedFile struct {
	header    *zip.FileHeader
	path      string // with slashes, cleaned
	sha1, md5 string // of the content
	packed    []byte
}

// archive is the content of a zip: files, and the folders that it names besides.
type archive struct {
	files   []packedFile
	folders []string
}

// readArchive reads and checks a zip that unpacks to no more than a number of bytes. What it returns can be written below any
// folder of any station without leaving that folder.
func readArchive(data []byte, limit uint64) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // which cleanPath refuses, with its name
		return nil, fault.Wrap(fault.Validation, err, "the body is required to be a zip")
	}
	if len(z.File) > maxPackageFiles {
		return nil, fault.New(fault.Validation, "the zip has %d files: a package cannot have more than %d", len(z.File), maxPackageFiles)
	}
	a, seen, total := &archive{}, map[string]bool{}, uint64(0)
	for _, f := range z.File {
		// What the zip says of the size is checked when the file is read.
		if total += f.UncompressedSize64; f.UncompressedSize64 > limit || total > limit {
			return nil, fault.New(fault.Validation, "the zip unpacks to more than %d bytes", limit)
		}
		name, err := cleanPath(f.Name)
		if err != nil {
			return nil, err
		}
		if seen[strings.ToLower(name)] {
			return nil, fault.New(fault.Validation, "the zip has %q twice", name)
		}
		seen[strings.ToLower(name)] = true
		if err := a.add(f, name); err != nil {
			return nil, err
		}
	}
	if len(a.files) == 0 {
		return nil, fault.New(fault.Validation, "the zip has no file")
	}
	return a, nil
}

// add takes over one entry of a zip.
func (a *archive) add(f *zip.File, name string) error {
	switch mode := f.Mode(); {
	case mode.IsDir() || strings.HasSuffix(f.Name, `\`):
		a.folders = append(a.folders, name)
		return nil
	case mode&fs.ModeType != 0:
		return fault.New(fault.Validation, "%q in the zip is a link or a device: only files and folders are possible", name)
	case f.Method != zip.Deflate && f.Method != zip.Store:
		return fault.New(fault.Validation, "%q is packed in a way that is not understood (method %d): use deflate", name, f.Method)
	}
	p := packedFile{header: &f.FileHeader, path: name}
	if err := p.read(f); err != nil {
		return fault.Wrap(fault.Validation, err, "%q in the zip is damaged or encrypted", name)
	}
	a.files = append(a.files, p)
	return nil
}

// read takes the packed bytes and the checksums of the content, which zip checks on the way.
func (p *packedFile) read(f *zip.File) error {
	content, err := f.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	short, long := md5.New(), sha1.New()
	n, err := io.Copy(io.MultiWriter(short, long), io.LimitReader(content, int64(f.UncompressedSize64)+1))
	if err != nil {
		return err
	}
	if uint64(n) != f.UncompressedSize64 {
		return zip.ErrFormat
	}
	p.md5, p.sha1 = hex.EncodeToString(short.Sum(nil)), hex.EncodeToString(long.Sum(nil))
	raw, err := f.OpenRaw()
	if err != nil {
		return err
	}
	p.packed, err = io.ReadAll(raw)
	return err
}

// cleanPath is a path with slashes that leads to a place below where it begins, on every system.
func cleanPath(name string) (string, error) {
	bad := func(why string) (string, error) {
		return "", fault.New(fault.Validation, "the path %q %s", name, why)
	}
	var parts []string
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(name, `\`, "/"), "/"), "/") {
		switch {
		case part == "." && len(parts) == 0: // "./name", as some programs write it
			continue
		case part == "":
			return bad("is absolute or has an empty part")
		case part == "." || part == "..":
			return bad("leads out of the package")
		case !utf8.ValidString(part) || strings.ContainsAny(part, `<>:"|?*`) || strings.ContainsFunc(part, unicode.IsControl):
			return bad("has a character that Windows forbids")
		case strings.TrimRight(part, ". ") != part:
			return bad("has a part that ends in a dot or a space, which Windows drops")
		}
		parts = append(parts, part)
	}
	clean := strings.Join(parts, "/")
	switch {
	case clean == "":
		return bad("is empty")
	case utf8.RuneCountInString(clean) > maxFilePath:
		return bad("is too long")
	}
	return clean, nil
}
