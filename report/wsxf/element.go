package wsxf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// Namespace is the XML namespace of WSXF.
const Namespace = "http://wats.virinco.com/schemas/WATS/Report/wsxf"

// Real reports nest about ten deep and have at most twenty attributes on an element; more than this is an attack.
const (
	maxDepth      = 250
	maxAttributes = 100
)

// element is one XML element as read: the prefix is gone, comments too, and attributes that belong to other namespaces
// (declarations, xsi hints) are left out.
type element struct {
	name     string
	space    string // the namespace, "" for WSXF's
	line     int    // of the start tag's first character, from 1
	attrs    []attribute
	children []*element
	text     string // all character data; blank between children is none

	characters []byte // the text while the element is open
}

type attribute struct{ name, value string }

// set gives an attribute a value; it must not be there yet.
func (e *element) set(name, value string) { e.attrs = append(e.attrs, attribute{name, value}) }

// qualified is the name with its namespace, for messages.
func (e *element) qualified() string {
	if e.space == "" {
		return e.name
	}
	return e.name + " of " + e.space
}

// add appends a child and returns it.
func (e *element) add(child *element) *element {
	e.children = append(e.children, child)
	return child
}

// named are the children of one name, in order.
func (e *element) named(name string) []*element {
	var found []*element
	for _, c := range e.children {
		if c.name == name && c.space == "" {
			found = append(found, c)
		}
	}
	return found
}

// attr is the value of an attribute, and whether it is there.
func (e *element) attr(name string) (string, bool) {
	for _, a := range e.attrs {
		if a.name == name {
			return a.value, true
		}
	}
	return "", false
}

// parse reads a whole document and returns its root.
func parse(data []byte) (*element, error) {
	p := parser{decoder: xml.NewDecoder(bytes.NewReader(data))}
	p.decoder.CharsetReader = utf8Reader
	for {
		line, _ := p.decoder.InputPos()
		token, err := p.decoder.Token()
		if errors.Is(err, io.EOF) && p.root != nil {
			return p.root, nil
		}
		if err == nil {
			err = p.take(token, line)
		}
		if err != nil {
			return nil, p.refuse(err, data)
		}
	}
}

type parser struct {
	decoder *xml.Decoder
	root    *element
	open    []*element
}

func (p *parser) take(token xml.Token, line int) error {
	switch token := token.(type) {
	case xml.StartElement:
		return p.start(token, line)
	case xml.EndElement:
		p.end()
	case xml.CharData:
		return p.characters(token)
	case xml.Directive:
		return errors.New("a document type or entity declaration is not allowed in a report")
	}
	return nil
}

func (p *parser) start(token xml.StartElement, line int) error {
	if len(p.open) == maxDepth {
		return fmt.Errorf("elements are nested more than %d deep", maxDepth)
	}
	e := &element{name: token.Name.Local, space: token.Name.Space, line: line}
	if e.space == Namespace {
		e.space = ""
	}
	switch n := len(token.Attr); {
	case n > maxAttributes:
		return fmt.Errorf("<%s> has more than %d attributes", e.name, maxAttributes)
	case n > 0:
		e.attrs = make([]attribute, 0, n)
	}
	for _, a := range token.Attr {
		if a.Name.Space != "" || a.Name.Local == "xmlns" {
			continue
		}
		if _, twice := e.attr(a.Name.Local); twice {
			return fmt.Errorf("attribute %s is given twice in <%s>", a.Name.Local, e.name)
		}
		e.attrs = append(e.attrs, attribute{a.Name.Local, a.Value})
	}
	return p.push(e)
}

func (p *parser) push(e *element) error {
	switch n := len(p.open); {
	case n > 0:
		parent := p.open[n-1]
		parent.children = append(parent.children, e)
	case p.root != nil:
		return fmt.Errorf("a second root element <%s> follows the first", e.name)
	default:
		p.root = e
	}
	p.open = append(p.open, e)
	return nil
}

func (p *parser) end() {
	e := p.open[len(p.open)-1]
	p.open = p.open[:len(p.open)-1]
	if len(e.children) == 0 || len(bytes.TrimSpace(e.characters)) > 0 {
		e.text = string(e.characters)
	}
	e.characters = nil
}

func (p *parser) characters(data xml.CharData) error {
	if len(p.open) > 0 {
		e := p.open[len(p.open)-1]
		e.characters = append(e.characters, data...)
		return nil
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff")))) > 0 {
		return errors.New("text stands outside the root element")
	}
	return nil
}

// refuse makes the fault for a document that is not well-formed, or not XML at all.
func (p *parser) refuse(err error, data []byte) error {
	if errors.Is(err, io.EOF) {
		err = errors.New("the document has no element")
	}
	var syntax *xml.SyntaxError
	message := err.Error()
	if errors.As(err, &syntax) {
		message = syntax.Msg
	}
	line, _ := p.decoder.InputPos()
	return fault.Wrap(fault.Validation, err, "line %d: %s", line, message).WithHint("%s", cure(data))
}

// cure guesses from the first character what the document is instead of XML.
func cure(data []byte) string {
	switch text := bytes.TrimLeft(data, "\ufeff \t\r\n"); {
	case len(text) == 0:
		return "the document is empty"
	case text[0] == '{' || text[0] == '[':
		return "this looks like JSON: read it as WSJF"
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "this is UTF-16: save it as UTF-8"
	case text[0] != '<':
		return "this is no XML document"
	}
	return "the document must be well-formed XML; check whether it was cut off"
}

// utf8Reader accepts the declarations that some writers put above text that is UTF-8 in fact: a declaration that can be
// read byte by byte is not UTF-16, whatever it says.
func utf8Reader(label string, input io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "us-ascii", "ascii", "utf-16", "unicode":
		return input, nil
	}
	return nil, fmt.Errorf("encoding %s is not supported: save the document as UTF-8", label)
}
