package wats

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// service is one service of the API: a table of operations below wats.
type service struct {
	name       string
	doc        string
	alias      []string
	operations func() []declaration // made when a script looks into the service for the first time
	classes    func() []*modules.Class
}

// services lists what there is, in the order of the documentation.
func services() []service {
	return []service{productService, assetService, productionService, processService, reportService, softwareService, analyticsService, rootcauseService, inspectionService, scimService, filterService, pathService, compOpService}
}

// New makes the wats module of a client. Without a server in its options it serves for documentation.
func New(c *Client) *modules.Module {
	m := &modules.Module{
		Name: "wats",
		Doc: "The WATS server: its operations, one table a service. An operation raises when it fails; " +
			"wats.try and pcall catch the error, which tells its kind, what to do next and whether a retry makes sense.",
	}
	m.Fill = func(m *modules.Module) {
		m.Functions = bindAll(c, append(clientOperations(), append(tuningOperations(), correlationOperation, statsOperation)...))
		m.Classes = []*modules.Class{breakerClass()}
	}
	for _, s := range services() {
		m.Modules = append(m.Modules, s.module(c))
	}
	m.Modules = append(m.Modules, enumsModule())
	return m
}

func (s service) module(c *Client) *modules.Module {
	m := &modules.Module{Name: "wats." + s.name, Doc: s.doc}
	for _, a := range s.alias {
		m.Alias = append(m.Alias, "wats."+a)
	}
	m.Fill = func(m *modules.Module) {
		m.Functions = bindAll(c.of(s.name), s.operations())
		if s.classes != nil {
			m.Classes = s.classes()
		}
	}
	return m
}

func bindAll(c *Client, list []declaration) []*modules.Function {
	fns := make([]*modules.Function, len(list))
	for i, d := range list {
		fns[i] = d(c)
	}
	return fns
}

type tryArgs struct {
	Call modules.Callback `lua:"fn,required" doc:"The function to call."`
	Args []modules.Raw    `lua:"args,rest" doc:"Its arguments."`
}

const versionRoute = "GET /api/App/Version"

func clientOperations() []declaration {
	return []declaration{
		op[noArguments, string]("get_version", "The server's version.", versionRoute, lenient(missingIsNil),
			reads(func(_ *noArguments, a *response) (any, error) { return readVersion(a) }),
			show(`type(wats.get_version())`, `"string"`)),
		composed("test_connection", "Whether a WATS server answers and takes the token.", testConnection, routed(versionRoute),
			note("False for an answer that is no version, such as a login page."),
			show(`wats.test_connection()`, "true")),
		func(*Client) *modules.Function {
			return modules.Func("try", "Call a function; return its result, or nil and the error.", try, modules.Positional(), modules.PyWATS(),
				modules.Show(`select(2, wats.try(error, "no")) ~= nil`, "true"))
		},
	}
}

// readVersion reads the version, which is a JSON string on real servers and plain text behind some proxies.
func readVersion(a *response) (string, error) {
	const longest = 100
	text := strings.TrimSpace(string(a.body))
	if unquoted := ""; json.Unmarshal(a.body, &unquoted) == nil {
		text = unquoted
	}
	if text == "" || len(text) > longest || strings.ContainsAny(text, "<{[\n\"") {
		return "", noJSON(a, "a version")
	}
	return text, nil
}

// testConnection is false for a server that cannot be reached or that refuses; the end of the run and a wrong setting
// still raise.
func testConnection(ctx context.Context, c *Client, _ *noArguments) (bool, error) {
	a, err := c.send(ctx, newRequest(versionRoute))
	if ctx.Err() != nil || c.problem != nil {
		return false, err
	}
	if err == nil {
		_, err = readVersion(a)
	}
	return err == nil, nil
}

func try(ctx context.Context, in *tryArgs) (modules.Multi, error) {
	out, err := callWithin(ctx, func(ctx context.Context) context.Context { return ctx }, in.Call, in.Args)
	if err != nil {
		return modules.Multi{nil, err}, nil
	}
	return out, nil
}
