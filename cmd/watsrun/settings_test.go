package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/internal/config"
)

// TestEverySettingIsConsumed finds, for each declared setting, code of this package that reads its field, so that no
// setting is documented without having an effect.
func TestEverySettingIsConsumed(t *testing.T) {
	used := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, filepath.Join("..", "..", "internal", "config", "load.go")) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			readFields(decl, used)
		}
	}
	for _, k := range config.Keys() {
		if !used[k.Field] {
			t.Errorf("%s: nothing reads %s", k.Name, k.Field)
		}
	}
}

// readFields enters "Section.Field" for selectors such as settings.Server.URL, and for s.CAFile where s is a parameter or
// a receiver of type Server, or a variable made of such a section.
func readFields(decl ast.Decl, used map[string]bool) {
	types := map[string]string{}
	ast.Inspect(decl, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				types[name.Name] = lastName(n.Type)
			}
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if name, ok := left.(*ast.Ident); ok && i < len(n.Rhs) {
					types[name.Name] = lastName(n.Rhs[i])
				}
			}
		case *ast.SelectorExpr:
			section := lastName(n.X)
			if name, ok := n.X.(*ast.Ident); ok && types[name.Name] != "" {
				section = types[name.Name]
			}
			used[section+"."+n.Sel.Name] = true
		}
		return true
	})
}

// lastName is Server for settings.Server and config.Server, and Station for an entry of a map of stations.
func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.Ident:
		return e.Name
	case *ast.MapType:
		return lastName(e.Value)
	case *ast.IndexExpr:
		return "Station"
	}
	return fmt.Sprintf("%T", e)
}

// TestEveryFlagOfASettingIsThere looks for each flag that the documentation names: a command must take it, and watsrun config too,
// unless it holds a secret.
func TestEveryFlagOfASettingIsThere(t *testing.T) {
	a := newApp(&process{})
	taken, shown := map[string]bool{}, map[string]bool{}
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, k := range config.Keys() {
			if k.Flag == "" || cmd.Flags().Lookup(k.Flag) == nil && cmd.PersistentFlags().Lookup(k.Flag) == nil {
				continue
			}
			if cmd.Name() != "config" {
				taken[k.Flag] = true
			}
			shown[k.Flag] = shown[k.Flag] || cmd.Name() == "config" || !cmd.HasParent()
		}
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(newRoot(a))
	for _, k := range config.Keys() {
		if k.Flag != "" && (!taken[k.Flag] || !shown[k.Flag] && !k.Secret) {
			t.Errorf("--%s of %s: taken by a command %t, by watsrun config %t", k.Flag, k.Name, taken[k.Flag], shown[k.Flag])
		}
	}
}
