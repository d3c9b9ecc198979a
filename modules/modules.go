// Package modules is the vocabulary in which everything that a script can call is declared once: module, function,
// parameter, type, class, example. The binding, the argument checks, the Markdown reference, the editor stubs, the
// completion of the REPL and the tests of the examples are all derived from these values. It knows no Lua and no HTTP.
package modules

import (
	"context"
	"fmt"
	"reflect"
	"sync"
)

// Module is a table of functions that scripts find as a global and by require.
type Module struct {
	Name      string // as scripts write it, the whole path: "wats", "wats.product"; "_G" for functions that are globals
	Doc       string
	Functions []*Function
	Constants []Constant
	Modules   []*Module // sub-modules, such as wats.product below wats
	Classes   []*Class  // the classes of objects that its functions return
	Alias     []string  // other names for the same module, such as wats.app for wats.analytics

	// Fill adds the functions, constants and classes when they are first asked for, by Load: a script uses few modules,
	// and declaring all of them would be the larger part of starting up. Nil where they are there from the start.
	Fill func(*Module)
	once sync.Once
}

// Load completes the module and returns it. Whoever looks at functions, constants or classes calls it first.
func (m *Module) Load() *Module {
	m.once.Do(func() {
		if m.Fill != nil {
			m.Fill(m)
		}
	})
	return m
}

// Constant is a value in a module that scripts read.
type Constant struct {
	Name  string
	Doc   string
	Type  *Type
	Value func(ctx context.Context) any // nil for a global that the host makes, such as arg
	Live  bool                          // read anew at each look; otherwise once a run, when the module is first used
}

// Effect says what a function does to the world; retries and --dry-run go by it.
type Effect string

// The effects.
const (
	Pure            Effect = "pure"             // touches nothing outside the run
	Read            Effect = "read"             // asks a server or the system, changes nothing
	IdempotentWrite Effect = "idempotent write" // changes something; doing it twice is doing it once
	Write           Effect = "write"            // changes something at each call
)

// Function is one declaration of something callable, and all that is derived from it.
type Function struct {
	Name     string // "get_product", or "add_numeric_step" for a method
	Doc      string // first sentence ends with a full stop; more sentences may follow
	Params   []Param
	Result   *Type // nil for none
	Effect   Effect
	Route    string   // of the request that it makes, or of the main one: "GET /api/Product/{part_number}"; empty where it makes none
	Further  []string // routes of other requests that it may make, beside that one or in its place
	Examples []Example
	Errors   string   // what it raises beyond the usual, for the documentation
	Notes    string   // what differs from pyWATS and why, for the coverage table
	PyWATS   []string // its names there, below the service; nil for the same name, empty for what pyWATS does not have

	// Positional functions take no table of named arguments: their own arguments are arbitrary tables.
	Positional bool
	// Waits is set when the function may wait; it then runs with the run lock released and must not touch Lua values.
	Waits bool
	// Rest names the field that takes the arguments beyond the declared ones, -1 for none.
	Rest int

	copies bool         // the Go function gets a copy of the arguments
	in     reflect.Type // the struct of arguments
	self   reflect.Type // the receiver of a method, nil for a function
	invoke func(ctx context.Context, self, in any) (any, error)
}

// Example is a piece of Lua that shows a function. It is run by the tests: with Result set, the value of the last
// expression is compared with it.
type Example struct {
	Code   string
	Result string // as inspect prints it; empty when only success matters
}

// Option sets something rare of a function.
type Option func(*Function)

// Show adds an example.
func Show(code, result string) Option {
	return func(f *Function) { f.Examples = append(f.Examples, Example{Code: code, Result: result}) }
}

// Positional declares that the function takes its arguments by position only.
func Positional() Option { return func(f *Function) { f.Positional = true } }

// Waits declares that the function may wait.
func Waits() Option { return func(f *Function) { f.Waits = true } }

// Does declares the effect.
func Does(e Effect) Option { return func(f *Function) { f.Effect = e } }

// Raises documents errors beyond the usual.
func Raises(text string) Option { return func(f *Function) { f.Errors = text } }

// Note documents what differs from pyWATS and why.
func Note(text string) Option { return func(f *Function) { f.Notes = text } }

// PyWATS names what the function stands for in pyWATS, where that is not the same name; none for what it does not have.
func PyWATS(names ...string) Option {
	return func(f *Function) { f.PyWATS = append([]string{}, names...) }
}

// Returns replaces the result type that was derived from Out, for functions whose Go result says too little.
func Returns(t *Type) Option { return func(f *Function) { f.Result = t } }

// Values are the results of a function that returns several; each is a field with its name.
func Values(results ...Field) *Type { return &Type{Kind: Several, Fields: results} }

// Func declares a function. In is a struct whose fields are the parameters, tagged lua:"name", lua:"name,required" or
// lua:"name,rest", doc:"..." and default:"..."; Out is the result, struct{} for none. What many functions have in common is tagged
// lua:"name,last", or lua:",last" for an embedded struct, and comes behind what is a function's own.
func Func[In, Out any](name, doc string, f func(ctx context.Context, in *In) (Out, error), opts ...Option) *Function {
	fn := declare[In, Out](name, doc, opts)
	fn.invoke = func(ctx context.Context, _, in any) (any, error) { return f(ctx, in.(*In)) }
	return fn
}

// Method declares a method of the class whose objects are *T.
func Method[T, In, Out any](name, doc string, f func(self *T, in In) (Out, error), opts ...Option) *Function {
	fn := declare[In, Out](name, doc, opts)
	fn.self, fn.copies = reflect.TypeFor[*T](), true
	fn.invoke = func(_ context.Context, self, in any) (any, error) { return f(self.(*T), *in.(*In)) }
	return fn
}

// ContextMethod declares a method whose function needs the context of the call, such as one that asks a server. It gets
// arguments of its own, since with Waits another call may begin before it ends.
func ContextMethod[T, In, Out any](name, doc string, f func(ctx context.Context, self *T, in *In) (Out, error), opts ...Option) *Function {
	fn := declare[In, Out](name, doc, opts)
	fn.self = reflect.TypeFor[*T]()
	fn.invoke = func(ctx context.Context, self, in any) (any, error) { return f(ctx, self.(*T), in.(*In)) }
	return fn
}

func declare[In, Out any](name, doc string, opts []Option) *Function {
	fn := &Function{Name: name, Doc: doc, Effect: Pure, Rest: -1, in: reflect.TypeFor[In]()}
	fn.Params, fn.Rest = ParamsOf(fn.in)
	if out := reflect.TypeFor[Out](); out != reflect.TypeFor[struct{}]() {
		fn.Result = TypeOf(out)
	}
	for _, o := range opts {
		o(fn)
	}
	return fn
}

// In is the struct type of the arguments.
func (f *Function) In() reflect.Type { return f.in }

// CopiesArguments tells whether the caller of Invoke may use the struct of arguments again.
func (f *Function) CopiesArguments() bool { return f.copies }

// Self is the receiver's type of a method, nil for a function.
func (f *Function) Self() reflect.Type { return f.self }

// Invoke calls the Go function with a pointer to a filled struct of arguments.
func (f *Function) Invoke(ctx context.Context, self, in any) (any, error) {
	return f.invoke(ctx, self, in)
}

// Class describes objects that live in Go and that scripts hold by reference: their properties, derived from the tags
// of the struct, and their methods.
type Class struct {
	Name       string
	Doc        string
	Properties []Property
	Methods    []*Function
	Setup      string       // Lua that makes what the examples of the methods are about, such as "local report = ..."; ends with a newline
	Go         reflect.Type // *T
	Text       func(object any) string
	PyWATS     bool // it stands for the class of the same name in pyWATS, and its members for that one's
}

// Property is a field of an object.
type Property struct {
	Name     string
	Doc      string
	Type     *Type
	ReadOnly bool
	Index    []int // of the Go field, for reflect; nil when Get is set
	Get      func(object any) any
	Set      func(object, value any) error // instead of the plain assignment
	SetType  reflect.Type                  // of the value that Set takes
}

// ClassOf declares the class of *T. Properties come from the lua tags of T: lua:"name", lua:"name,readonly", or lua:"name,set"
// for one that is assigned only through a Setter; further
// members are given as Members.
func ClassOf[T any](name, doc string, text func(*T) string, members ...Member) *Class {
	c := &Class{Name: name, Doc: doc, Go: reflect.TypeFor[*T](), Properties: propertiesOf(reflect.TypeFor[T]())}
	c.Text = func(o any) string { return text(o.(*T)) }
	for _, m := range members {
		m(c)
	}
	return c
}

// Member adds something to a class.
type Member func(*Class)

// Methods adds methods.
func Methods(fns ...*Function) Member {
	return func(c *Class) {
		for _, f := range fns {
			if f.self != c.Go {
				panic(fmt.Sprintf("class %s: method %s is declared for %v", c.Name, f.Name, f.self))
			}
		}
		c.Methods = append(c.Methods, fns...)
	}
}

// Illustrate gives the methods so far their examples, by name. setup is Lua that makes what all of them are about.
func Illustrate(setup string, examples map[string]Example) Member {
	return func(c *Class) {
		c.Setup = setup
		for name, e := range examples {
			_, f := c.Member(name)
			if f == nil {
				panic(fmt.Sprintf("class %s has no method %s", c.Name, name))
			}
			f.Examples = append(f.Examples, e)
		}
	}
}

// Getter adds a property that is computed.
func Getter[T, V any](name, doc string, get func(*T) V) Member {
	return func(c *Class) {
		c.Properties = append(c.Properties, Property{
			Name: name, Doc: doc, Type: TypeOf(reflect.TypeFor[V]()), ReadOnly: true,
			Get: func(o any) any { return get(o.(*T)) },
		})
	}
}

// Setter has the assignment of an existing property checked or followed up by set.
func Setter[T, V any](name string, set func(*T, V) error) Member {
	return func(c *Class) {
		for i := range c.Properties {
			if p := &c.Properties[i]; p.Name == name {
				p.ReadOnly = false
				p.Type, p.SetType = TypeOf(reflect.TypeFor[V]()), reflect.TypeFor[V]()
				p.Set = func(o, v any) error { return set(o.(*T), v.(V)) }
				return
			}
		}
		panic(fmt.Sprintf("class %s has no property %s", c.Name, name))
	}
}

// Member finds a property or method by name.
func (c *Class) Member(name string) (p *Property, m *Function) {
	for i := range c.Properties {
		if c.Properties[i].Name == name {
			return &c.Properties[i], nil
		}
	}
	for _, f := range c.Methods {
		if f.Name == name {
			return nil, f
		}
	}
	return nil, nil
}

// MemberNames lists the properties and methods.
func (c *Class) MemberNames() []string {
	names := make([]string, 0, len(c.Properties)+len(c.Methods))
	for _, p := range c.Properties {
		names = append(names, p.Name)
	}
	for _, f := range c.Methods {
		names = append(names, f.Name)
	}
	return names
}
