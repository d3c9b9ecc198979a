// Package pdf writes a page of labelled lines as PDF, with the fonts that every reader has. These know the Latin letters
// of Windows code page 1252; any other is shown as a question mark. It knows nothing of reports.
package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// The page is A4 upright, in points from its lower left corner.
const (
	width, height = 595, 842
	left, column  = 72, 190 // where labels and values begin
	top           = 760
	lineHeight    = 18
	lettersInLine = 62 // how many letters of a value fit, wide ones included
)

// Page is a page that is being written from the top downwards. Lines beyond the lower edge are lost.
type Page struct {
	title string
	text  bytes.Buffer // the drawing operators
	y     int
}

// New begins a page. The title is shown in the reader's window.
func New(title string) *Page { return &Page{title: title, y: top} }

// Title writes a headline.
func (p *Page) Title(text string) {
	p.draw("F2", 22, left, text)
	p.y -= 2 * lineHeight
}

// Row writes a label and its value, on several lines when the value is long.
func (p *Page) Row(label, value string) {
	p.draw("F1", 11, left, label)
	for _, line := range wrap(value) {
		p.draw("F2", 11, column, line)
		p.y -= lineHeight
	}
}

// Space leaves half a line.
func (p *Page) Space() { p.y -= lineHeight / 2 }

func (p *Page) draw(font string, size, x int, text string) {
	fmt.Fprintf(&p.text, "BT /%s %d Tf %d %d Td (%s) Tj ET\n", font, size, x, p.y, escape(latin(text)))
}

// wrap cuts a text into lines.
func wrap(text string) []string {
	letters := []rune(text)
	var lines []string
	for len(letters) > lettersInLine {
		lines = append(lines, string(letters[:lettersInLine]))
		letters = letters[lettersInLine:]
	}
	return append(lines, string(letters))
}

// latin turns a text into the fonts' encoding.
func latin(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '€':
			b.WriteByte(0x80)
		case r < ' ' || r > 0xFF || r >= 0x7F && r < 0xA0:
			b.WriteByte('?')
		default:
			b.WriteByte(byte(r))
		}
	}
	return b.String()
}

// escape marks what a PDF string would take for its end.
func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(text)
}

// Bytes is the finished document.
func (p *Page) Bytes() []byte {
	d := document{}
	d.buffer.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	d.object("<< /Type /Catalog /Pages 2 0 R >>")
	d.object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	d.object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "+
		"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>", width, height))
	d.object(fmt.Sprintf("<< /Length %d >>\nstream\n%sendstream", p.text.Len(), p.text.String()))
	d.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	d.object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	d.object("<< /Title <" + unicode(p.title) + "> /Producer (watsrun) >>")
	return d.end()
}

// unicode is a text as the document's information holds it: UTF-16 with a mark, in hexadecimal digits.
func unicode(text string) string {
	b := strings.Builder{}
	b.WriteString("FEFF")
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", unit)
	}
	return b.String()
}

// document collects numbered objects and where they begin. The last one is the information about the document.
type document struct {
	buffer  bytes.Buffer
	offsets []int
}

func (d *document) object(body string) {
	d.offsets = append(d.offsets, d.buffer.Len())
	fmt.Fprintf(&d.buffer, "%d 0 obj\n%s\nendobj\n", len(d.offsets), body)
}

// end writes the table of offsets, by which readers find the objects.
func (d *document) end() []byte {
	table := d.buffer.Len()
	fmt.Fprintf(&d.buffer, "xref\n0 %d\n0000000000 65535 f \n", len(d.offsets)+1)
	for _, offset := range d.offsets {
		fmt.Fprintf(&d.buffer, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&d.buffer, "trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n",
		len(d.offsets)+1, len(d.offsets), table)
	return d.buffer.Bytes()
}
