package wats

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

type configArgs struct {
	Config modules.Record[RepairOperationConfig] `lua:"config,required" doc:"A configuration, as get_repair_operation_config gives it."`
}

type configCodeArgs struct {
	configArgs
	Category string `lua:"category,required" doc:"Category, in any case."`
	Code     string `lua:"code,required" doc:"Code, in any case."`
}

// inConfig says that pyWATS has a function as a method of its configuration, and what differs besides.
func inConfig(method string, notes ...string) option {
	notes = append([]string{"A method in pyWATS; here a function that takes the configuration, which is a plain table."}, notes...)
	return declare(modules.PyWATS("RepairOperationConfig."+method), modules.Note(strings.Join(notes, " ")))
}

// firstConfig begins an example with a configuration.
const firstConfig = `local config = wats.process.get_repair_operation_configs()["500"]
`

// configOperations are the functions that look into a repair operation's configuration.
func configOperations() []declaration {
	pure := declare(modules.Does(modules.Pure))
	return []declaration{
		composed("failure_codes", "The failure codes that a configuration lets choose.", configCodes, pure, inConfig("failure_codes"),
			show(firstConfig+`return wats.process.failure_codes(config)[1].category`, `"Solder Process"`)),
		composed("get_fail_code_by_name", "Find a failure code of a configuration by category and code.", findConfigCode, pure,
			declare(modules.Returns(typeOf[FailCode]())), mayBeNil, inConfig("get_fail_code_by_name"),
			show(firstConfig+`return wats.process.get_fail_code_by_name(config, "component", "defect component").code`, `"Defect Component"`)),
		composed("validate_fail_code", "Whether a repair may name a category and code: true, or false with the reason.", checkConfigCode, pure,
			declare(modules.Returns(verdictAndReason())),
			inConfig("validate_fail_code", "The reason names what there is."),
			show(firstConfig+`return select(2, wats.process.validate_fail_code(config, "Component", "Lost"))`,
				`"category Component has no code Lost: use one of Defect Component, Burned Component, Wrong value, Replaced Component"`)),
	}
}

// codes are the codes of the configuration that can be chosen.
func (a *configArgs) codes() ([]FailCode, error) {
	var config struct{ Categories []json.RawMessage }
	if err := json.Unmarshal(a.Config.Wire(), &config); err != nil {
		return nil, fault.Wrap(fault.Usage, err, "config cannot be read").WithHint("give it as get_repair_operation_config does")
	}
	rows, err := rowsIn[RepairCategory](&response{body: listJSON(config.Categories)})
	if err != nil {
		return nil, err
	}
	return selectable(rows), nil
}

func configCodes(_ context.Context, _ *Client, in *configArgs) ([]FailCode, error) { return in.codes() }

// find is the code that was asked for; else the reason why there is none.
func (a *configCodeArgs) find() (code *FailCode, reason string, err error) {
	all, err := a.codes()
	var categories, codes []string
	for i := range all {
		c := &all[i]
		if len(categories) == 0 || categories[len(categories)-1] != c.Category {
			categories = append(categories, c.Category)
		}
		if !strings.EqualFold(c.Category, a.Category) {
			continue
		}
		if strings.EqualFold(c.Code, a.Code) {
			return c, "", nil
		}
		codes = append(codes, c.Code)
	}
	if len(codes) > 0 {
		return nil, fmt.Sprintf("category %s has no code %s: use one of %s", a.Category, a.Code, strings.Join(codes, ", ")), err
	}
	return nil, fmt.Sprintf("there is no category %s: use one of %s", a.Category, strings.Join(categories, ", ")), err
}

func findConfigCode(_ context.Context, _ *Client, in *configCodeArgs) (any, error) {
	code, _, err := in.find()
	if code == nil || err != nil {
		return nil, err
	}
	return *code, nil
}

func checkConfigCode(_ context.Context, _ *Client, in *configCodeArgs) (modules.Multi, error) {
	code, reason, err := in.find()
	if err != nil || code != nil {
		return modules.Multi{code != nil}, err
	}
	return modules.Multi{false, reason}, nil
}
