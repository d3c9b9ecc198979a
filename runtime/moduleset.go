package runtime

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// moduleSet is what all VMs share of the declarations: plans that say how to turn Lua arguments into Go structs and Go
// results into Lua values. It holds no Lua object and is never changed after newModuleSet.
type moduleSet struct {
	globals []*binding                   // functions that are globals themselves
	values  map[string]*modules.Constant // values that are globals themselves
	roots   map[string]*moduleEntry      // by global name
	byName  map[string]*moduleEntry      // by the name that require takes, aliases included
	classes map[reflect.Type]*classPlan
}

type moduleEntry struct {
	module    *modules.Module
	functions []*binding
	children  map[string]*moduleEntry // by the last part of the name
}

func newModuleSet(mods []*modules.Module) (*moduleSet, error) {
	s := &moduleSet{roots: map[string]*moduleEntry{}, byName: map[string]*moduleEntry{}, classes: map[reflect.Type]*classPlan{}, values: map[string]*modules.Constant{}}
	for _, m := range mods {
		if m.Name == "_G" {
			bound, err := bindAll(m.Functions, "")
			if err != nil {
				return nil, err
			}
			s.globals = append(s.globals, bound...)
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
	e := &moduleEntry{module: m, children: map[string]*moduleEntry{}}
	s.byName[m.Name] = e
	var err error
	if e.functions, err = bindAll(m.Functions, m.Name+"."); err != nil {
		return nil, err
	}
	for _, c := range m.Classes {
		if s.classes[c.Go], err = planClass(c); err != nil {
			return nil, err
		}
	}
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

// binding is one function, ready to be called from Lua.
type binding struct {
	arguments
	fn   *modules.Function
	name string // as error messages name it: wats.product.get_product, Step:add_numeric_step
}

func bindAll(fns []*modules.Function, prefix string) ([]*binding, error) {
	bound := make([]*binding, len(fns))
	for i, f := range fns {
		b, err := bind(f, prefix+f.Name)
		if err != nil {
			return nil, err
		}
		bound[i] = b
	}
	return bound, nil
}

func bind(f *modules.Function, name string) (*binding, error) {
	args, err := planArguments(f.In(), f.Params)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &binding{arguments: *args, fn: f, name: name}, nil
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
	for _, f := range c.Methods {
		b, err := bind(f, c.Name+":"+f.Name)
		if err != nil {
			return nil, err
		}
		p.members[f.Name] = &memberPlan{method: b}
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
