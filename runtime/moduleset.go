package runtime

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/watsrun/watsrun/internal/fault"

	"github.com/watsrun/watsrun/modules"
)

// moduleSet is what all VMs share of the declarations: plans that say how to turn Lua arguments into Go structs and Go
// results into Lua values. It holds no Lua object. Modules are planned when a run first looks into them.
type moduleSet struct {
	globals []*binding                   // functions that are globals themselves
	values  map[string]*modules.Constant // values that are globals themselves
	roots   map[string]*moduleEntry      // by global name
	byName  map[string]*moduleEntry      // by the name that require takes, aliases included
	classes sync.Map                     // reflect.Type → *classPlan
}

type moduleEntry struct {
	module   *modules.Module
	children map[string]*moduleEntry // by the last part of the name

	set       *moduleSet
	once      sync.Once
	functions []*binding // after load
	err       error
}

func newModuleSet(mods []*modules.Module) (*moduleSet, error) {
	s := &moduleSet{roots: map[string]*moduleEntry{}, byName: map[string]*moduleEntry{}, values: map[string]*modules.Constant{}}
	for _, m := range mods {
		if m.Name == "_G" {
			s.globals = append(s.globals, bindAll(m.Functions, "")...)
			for i := range m.Constants {
				s.values[m.Constants[i].Name] = &m.Constants[i]
			}
			continue
		}
		e, err := s.add(m)
		if err != nil {
			return nil, err
		}
		s.roots[m.Name] = e
	}
	return s, nil
}

func (s *moduleSet) add(m *modules.Module) (*moduleEntry, error) {
	if s.byName[m.Name] != nil {
		return nil, fmt.Errorf("module %s is declared twice", m.Name)
	}
	e := &moduleEntry{set: s, module: m, children: map[string]*moduleEntry{}}
	s.byName[m.Name] = e
	for _, sub := range m.Modules {
		child, err := s.add(sub)
		if err != nil {
			return nil, err
		}
		e.children[sub.Name[strings.LastIndexByte(sub.Name, '.')+1:]] = child
		for _, alias := range sub.Alias {
			s.byName[alias] = child
			e.children[alias[strings.LastIndexByte(alias, '.')+1:]] = child
		}
	}
	return e, nil
}

// load plans the module's functions and classes, once.
func (e *moduleEntry) load() error {
	e.once.Do(func() {
		e.module.Load()
		e.functions = bindAll(e.module.Functions, e.module.Name+".")
		for _, c := range e.module.Classes {
			plan, err := planClass(c)
			if err != nil {
				e.err = errors.Join(e.err, fault.Wrap(fault.Bug, err, "class %s is declared wrongly", c.Name))
				continue
			}
			e.set.classes.Store(c.Go, plan)
		}
	})
	return e.err
}

// class is the plan of objects of a Go type, nil for a type that is no class. An object may come from a module whose
// functions another one calls, so the answer is no only after all are loaded.
func (s *moduleSet) class(t reflect.Type) *classPlan {
	if c, ok := s.classes.Load(t); ok {
		return c.(*classPlan)
	}
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil
	}
	s.loadAll()
	if c, ok := s.classes.Load(t); ok {
		return c.(*classPlan)
	}
	return nil
}

func (s *moduleSet) loadAll() {
	for _, e := range s.byName {
		_ = e.load() // a wrong declaration shows where its own module is used
	}
}

// classNamed is the class of objects whose type is declared by the name of their Go type, nil for a name of no class.
func (s *moduleSet) classNamed(name string) (found *modules.Class) {
	s.loadAll()
	s.classes.Range(func(t, c any) bool {
		if t.(reflect.Type).Elem().Name() == name {
			found = c.(*classPlan).class
		}
		return found == nil
	})
	return found
}

// binding is one function. How its arguments are decoded is worked out at its first call: a run calls few of them.
type binding struct {
	fn   *modules.Function
	name string // as error messages name it: wats.product.get_product, Step:add_numeric_step

	once sync.Once
	args *arguments
	err  error
}

func bindAll(fns []*modules.Function, prefix string) []*binding {
	bound := make([]*binding, len(fns))
	for i, f := range fns {
		bound[i] = &binding{fn: f, name: prefix + f.Name}
	}
	return bound
}

// arguments is the plan of the arguments, or why the declaration cannot be bound.
func (b *binding) arguments() (*arguments, error) {
	b.once.Do(func() {
		if b.args, b.err = planArguments(b.fn.In(), b.fn.Params, b.fn); b.err != nil {
			b.err = fault.Wrap(fault.Bug, b.err, "%s is declared wrongly", b.name)
		}
	})
	return b.args, b.err
}

// check binds every function now, for tests: at run time each is bound when it is first called.
func (s *moduleSet) check() error {
	errs := []error{bindNow(s.globals)}
	for _, e := range s.byName {
		errs = append(errs, e.load(), bindNow(e.functions))
	}
	s.classes.Range(func(_, c any) bool {
		for _, m := range c.(*classPlan).members {
			if m.method != nil {
				errs = append(errs, bindNow([]*binding{m.method}))
			}
		}
		return true
	})
	return errors.Join(errs...)
}

func bindNow(list []*binding) error {
	var errs []error
	for _, b := range list {
		_, err := b.arguments()
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// classPlan is a class, ready to be used from Lua.
type classPlan struct {
	class   *modules.Class
	members map[string]*memberPlan
}

type memberPlan struct {
	method   *binding
	property *modules.Property
	decode   decoder
	typ      reflect.Type
}

func planClass(c *modules.Class) (*classPlan, error) {
	p := &classPlan{class: c, members: make(map[string]*memberPlan, len(c.Properties)+len(c.Methods))}
	for i := range c.Properties {
		m, err := planProperty(c, &c.Properties[i])
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", c.Name, c.Properties[i].Name, err)
		}
		p.members[c.Properties[i].Name] = m
	}
	for _, b := range bindAll(c.Methods, c.Name+":") {
		p.members[b.fn.Name] = &memberPlan{method: b}
	}
	return p, nil
}

func planProperty(c *modules.Class, prop *modules.Property) (*memberPlan, error) {
	m := &memberPlan{property: prop}
	if prop.ReadOnly {
		return m, nil
	}
	m.typ = prop.SetType
	if m.typ == nil {
		m.typ = c.Go.Elem().FieldByIndex(prop.Index).Type
	}
	var err error
	m.decode, err = decoderOf(m.typ)
	return m, err
}
