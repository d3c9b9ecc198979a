package runtime

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/lua51/number"
	"github.com/watsrun/watsrun/runtime/luajson"
)

// exchange is the place where values cross: the VM, and the thread that is executing.
type exchange struct {
	vm *vm
	L  *lua.LState
}

// decoder puts a Lua value, never nil, into a Go value of the type that it was made for.
type decoder func(x *exchange, v lua.LValue, dst reflect.Value) error

// misfit says where in an argument a value does not fit, why, and perhaps what to do: "series[2].x_data" "must be a list,
// got number".
type misfit struct{ path, problem, hint string }

func (m *misfit) Error() string { return strings.TrimSpace(m.path + " " + m.problem) }

// within puts the place of a misfit below name.
func within(name string, err error) error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		if !strings.HasPrefix(f.Message, "[") {
			name += ": "
		}
		f.Message = name + f.Message
		return f
	}
	m, ok := errors.AsType[*misfit](err)
	if !ok {
		return &misfit{path: name, problem: err.Error()}
	}
	switch {
	case m.path == "":
		m.path = name
	case m.path[0] == '[':
		m.path = name + m.path
	default:
		m.path = name + "." + m.path
	}
	return m
}

func wrong(want string, v lua.LValue) error {
	return &misfit{problem: "must be " + want + ", got " + describe(v)}
}

// describe shows a value in an error message: its type, and its text when that is short.
func describe(v lua.LValue) string {
	switch v := v.(type) {
	case lua.LString:
		if len(v) > 40 {
			v = v[:37] + "..."
		}
		return "string " + strconv.Quote(string(v))
	case lua.LNumber:
		return "number " + number.Format(float64(v))
	case lua.LBool:
		return "boolean " + strconv.FormatBool(bool(v))
	case *lua.LUserData:
		if c, ok := v.Metatable.(*lua.LTable); ok {
			if name, ok := c.RawGetString("__name").(lua.LString); ok {
				return string(name)
			}
		}
	}
	return v.Type().String()
}

// describeKey is a key as error messages show it: a name in quotes, anything else with its type.
func describeKey(v lua.LValue) string { return strings.TrimPrefix(describe(v), "string ") }

var decoders sync.Map // reflect.Type → decoder

var (
	rawType      = reflect.TypeFor[modules.Raw]()
	tableType    = reflect.TypeFor[modules.Table]()
	callbackType = reflect.TypeFor[modules.Callback]()
	recorderType = reflect.TypeFor[modules.Recorder]()
	textType     = reflect.TypeFor[encoding.TextUnmarshaler]()
	anyType      = reflect.TypeFor[any]()
	enumType     = reflect.TypeFor[modules.Enum]()
	wordsType    = reflect.TypeFor[modules.Enumeration]()
)

// decoderOf makes the decoder of a type once. Types that contain themselves are not arguments anywhere.
func decoderOf(t reflect.Type) (decoder, error) {
	if d, ok := decoders.Load(t); ok {
		return d.(decoder), nil
	}
	d, err := makeDecoder(t)
	if err != nil {
		return nil, err
	}
	decoders.Store(t, d)
	return d, nil
}

func makeDecoder(t reflect.Type) (decoder, error) {
	switch {
	case t == rawType:
		return decodeRaw, nil
	case t == anyType:
		return decodeAny, nil
	case t == tableType:
		return decodeTable, nil
	case t == callbackType:
		return decodeCallback, nil
	case reflect.PointerTo(t).Implements(recorderType):
		return recordDecoder(modules.TypeOf(t)), nil
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(textType):
		return decodeText, nil
	case t.Kind() != reflect.Pointer && t.Implements(wordsType):
		return wordDecoder(modules.TypeOf(t)), nil
	}
	switch t.Kind() {
	case reflect.String:
		return decodeString, nil
	case reflect.Bool:
		return decodeBool, nil
	case reflect.Float32, reflect.Float64:
		return decodeFloat, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return decodeInt, nil
	case reflect.Pointer:
		return pointerDecoder(t)
	case reflect.Slice:
		return sliceDecoder(t)
	case reflect.Map:
		return mapDecoder(t)
	case reflect.Struct:
		return structDecoder(t)
	}
	return nil, fmt.Errorf("a Go value of type %v cannot come from Lua", t)
}

func decodeRaw(_ *exchange, v lua.LValue, dst reflect.Value) error {
	dst.Set(reflect.ValueOf(modules.Raw{Value: v}))
	return nil
}

func decodeAny(x *exchange, v lua.LValue, dst reflect.Value) error {
	g, err := neutral(x.L, v)
	if err != nil {
		return err
	}
	if g = plain(g); g != nil {
		dst.Set(reflect.ValueOf(g))
	}
	return nil
}

func decodeTable(x *exchange, v lua.LValue, dst reflect.Value) error {
	t, ok := v.(*lua.LTable)
	if !ok {
		return wrong("a table", v)
	}
	g, err := neutral(x.L, t)
	if err != nil {
		return err
	}
	dst.Set(reflect.ValueOf(g))
	return nil
}

func decodeCallback(x *exchange, v lua.LValue, dst reflect.Value) error {
	f, ok := v.(*lua.LFunction)
	if !ok {
		return wrong("a function", v)
	}
	dst.Set(reflect.ValueOf(&callback{x.vm, x.L, f}))
	return nil
}

func recordDecoder(t *modules.Type) decoder {
	return func(x *exchange, v lua.LValue, dst reflect.Value) error {
		if _, ok := v.(*lua.LTable); !ok && t.Kind == modules.RecordOf {
			return wrong("a table", v)
		}
		data, err := luajson.Encode(x.L, v, t, luajson.EncodeOptions{Null: x.vm.null})
		if m, ok := errors.AsType[*luajson.Misfit](err); ok {
			return &misfit{path: m.Path, problem: m.Problem}
		}
		if err != nil {
			return err
		}
		dst.Addr().Interface().(modules.Recorder).SetJSON(data)
		return nil
	}
}

func decodeText(_ *exchange, v lua.LValue, dst reflect.Value) error {
	if n, ok := v.(lua.LNumber); ok {
		if taker, ok := dst.Addr().Interface().(modules.NumberTaker); ok {
			if err := taker.SetNumber(float64(n)); err != nil {
				return notValid(err)
			}
			return nil
		}
	}
	text, err := textOf(v)
	if err != nil {
		return err
	}
	if dst.Kind() == reflect.String {
		if known, ok := words.Load(word{dst.Type(), text}); ok {
			dst.SetString(known.(string))
			return nil
		}
	}
	if err := dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
		return notValid(err)
	}
	if dst.Kind() == reflect.String && dst.Addr().Type().Implements(enumType) {
		words.Store(word{dst.Type(), strings.Clone(text)}, dst.String())
	}
	return nil
}

// notValid is what a type says of a text that it does not take.
func notValid(err error) error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return &misfit{problem: "is not valid: " + f.Message, hint: f.Hint}
	}
	return &misfit{problem: "is not valid: " + err.Error()}
}

// wordDecoder takes a word of an enumeration, or its number.
func wordDecoder(t *modules.Type) decoder {
	return func(_ *exchange, v lua.LValue, dst reflect.Value) error {
		text, err := textOf(v)
		if err != nil {
			return wrong("one of "+strings.Join(t.Choices, ", "), v)
		}
		w, known := t.Find(text)
		if !known {
			return fault.New(fault.Usage, "%s is not a known %s", describe(v), t).WithHint("%s", fault.DidYouMean(text, t.Choices))
		}
		if dst.Kind() == reflect.Int {
			dst.SetInt(int64(w.Code))
		} else {
			dst.SetString(w.Text)
		}
		return nil
	}
}

// words remembers what the words of enumerations mean, of which there are few.
var words sync.Map // word → string

type word struct {
	typ  reflect.Type
	text string
}

func decodeString(_ *exchange, v lua.LValue, dst reflect.Value) error {
	text, err := textOf(v)
	if err == nil {
		dst.SetString(text)
	}
	return err
}

// textOf takes strings, and whole numbers as a serial number is often written. Other numbers are refused: the text of a
// measured value is for the script to choose.
func textOf(v lua.LValue) (string, error) {
	switch v := v.(type) {
	case lua.LString:
		return string(v), nil
	case lua.LNumber:
		if f := float64(v); f == math.Trunc(f) && math.Abs(f) < 1e15 {
			return strconv.FormatInt(int64(f), 10), nil
		}
		return "", &misfit{problem: "must be a string, got " + describe(v) + ": write it with string.format"}
	}
	return "", wrong("a string", v)
}

func decodeBool(_ *exchange, v lua.LValue, dst reflect.Value) error {
	b, ok := v.(lua.LBool)
	if !ok {
		return wrong("true or false", v)
	}
	dst.SetBool(bool(b))
	return nil
}

func numberOf(v lua.LValue) (float64, bool) {
	switch v := v.(type) {
	case lua.LNumber:
		return float64(v), true
	case lua.LString:
		return number.Parse(string(v))
	}
	return 0, false
}

func decodeFloat(_ *exchange, v lua.LValue, dst reflect.Value) error {
	f, ok := numberOf(v)
	if !ok {
		return wrong("a number", v)
	}
	dst.SetFloat(f)
	return nil
}

func decodeInt(_ *exchange, v lua.LValue, dst reflect.Value) error {
	f, ok := numberOf(v)
	if !ok || f != math.Trunc(f) || math.Abs(f) > 1<<53 || dst.OverflowInt(int64(f)) {
		return wrong("a whole number", v)
	}
	dst.SetInt(int64(f))
	return nil
}

func pointerDecoder(t reflect.Type) (decoder, error) {
	if e := t.Elem(); e.Kind() == reflect.Struct && !t.Implements(textType) && !t.Implements(recorderType) {
		return objectDecoder(t), nil
	}
	inner, err := decoderOf(t.Elem())
	if err != nil {
		return nil, err
	}
	return func(x *exchange, v lua.LValue, dst reflect.Value) error {
		p := reflect.New(t.Elem())
		if err := inner(x, v, p.Elem()); err != nil {
			return err
		}
		dst.Set(p)
		return nil
	}, nil
}

// objectDecoder takes a live object of one class.
func objectDecoder(t reflect.Type) decoder {
	return func(x *exchange, v lua.LValue, dst reflect.Value) error {
		if u, ok := v.(*lua.LUserData); ok && reflect.TypeOf(u.Value) == t {
			dst.Set(reflect.ValueOf(u.Value))
			return nil
		}
		return wrong("a "+t.Elem().Name(), v)
	}
}

func sliceDecoder(t reflect.Type) (decoder, error) {
	if t.Elem().Kind() == reflect.Uint8 {
		return decodeBytes, nil
	}
	inner, err := decoderOf(t.Elem())
	if err != nil {
		return nil, err
	}
	return func(x *exchange, v lua.LValue, dst reflect.Value) error {
		table, ok := v.(*lua.LTable)
		if !ok {
			return wrong("a list", v)
		}
		n := table.Len()
		list := reflect.MakeSlice(t, n, n)
		for i := range n {
			if err := inner(x, table.RawGetInt(i+1), list.Index(i)); err != nil {
				return within("["+strconv.Itoa(i+1)+"]", err)
			}
		}
		if err := onlyList(table, n); err != nil {
			return err
		}
		dst.Set(list)
		return nil
	}, nil
}

// onlyList refuses keys beyond 1..n: data that would be dropped silently.
func onlyList(table *lua.LTable, n int) error {
	var err error
	table.ForEach(func(k, _ lua.LValue) {
		if i, ok := k.(lua.LNumber); (!ok || i < 1 || int(i) > n || i != lua.LNumber(int(i))) && err == nil {
			err = &misfit{problem: "must be a list without gaps, but has the key " + describe(k)}
		}
	})
	return err
}

func decodeBytes(_ *exchange, v lua.LValue, dst reflect.Value) error {
	s, ok := v.(lua.LString)
	if !ok {
		return wrong("a string", v)
	}
	dst.SetBytes([]byte(s))
	return nil
}

func mapDecoder(t reflect.Type) (decoder, error) {
	inner, err := decoderOf(t.Elem())
	if err != nil {
		return nil, err
	}
	if t.Key().Kind() != reflect.String {
		return nil, fmt.Errorf("the keys of %v are not strings", t)
	}
	return func(x *exchange, v lua.LValue, dst reflect.Value) error {
		table, ok := v.(*lua.LTable)
		if !ok {
			return wrong("a table", v)
		}
		m := reflect.MakeMap(t)
		var failed error
		table.ForEach(func(k, v lua.LValue) {
			if failed != nil {
				return
			}
			key, err := textOf(k)
			if err != nil {
				failed = &misfit{problem: "has a key that is not a string: " + describe(k)}
				return
			}
			item := reflect.New(t.Elem()).Elem()
			if failed = inner(x, v, item); failed != nil {
				failed = within(key, failed)
				return
			}
			m.SetMapIndex(reflect.ValueOf(key).Convert(t.Key()), item)
		})
		if failed != nil {
			return failed
		}
		dst.Set(m)
		return nil
	}, nil
}
