package report

import (
	"reflect"
	"unsafe"
)

// A plan reads and writes the fields of a struct by their offsets. Reports are encoded, validated and decoded while a
// station waits, and reflect.Value costs three times as much. The types behind the offsets are checked when the plan is
// made (setKind), and nothing outside of the codec and the validation's walk over texts uses them.

// base is the address of a struct of the model. Its first field is its object.
type base = unsafe.Pointer

// planFor returns the plan of a type of the model.
func planFor[T any]() *plan { return planOf(reflect.TypeFor[T]()) }

func selfOf(b base) *object { return (*object)(b) }

func (f *field) at(b base) unsafe.Pointer { return unsafe.Add(b, f.offset) }

// The fields by their kinds. A type based on string is laid out as string is, and a list of pointers as another.
func (f *field) text(b base) *string     { return (*string)(f.at(b)) }
func (f *field) textPtr(b base) **string { return (**string)(f.at(b)) }
func (f *field) time(b base) *Time       { return (*Time)(f.at(b)) }
func (f *field) int(b base) **int        { return (**int)(f.at(b)) }
func (f *field) float(b base) **float64  { return (**float64)(f.at(b)) }
func (f *field) bool(b base) **bool      { return (**bool)(f.at(b)) }
func (f *field) object(b base) *base     { return (*base)(f.at(b)) }
func (f *field) objects(b base) *[]base  { return (*[]base)(f.at(b)) }
func (f *field) texts(b base) *[]string  { return (*[]string)(f.at(b)) }
func (f *field) ints(b base) *[]int      { return (*[]int)(f.at(b)) }
func (f *field) newObject() base         { return reflect.New(f.elem).UnsafePointer() }
func (f *field) zero(b base)             { reflect.NewAt(f.typ, f.at(b)).Elem().SetZero() }

// isUnset says whether a field has no value. The word that tells is the length of a text, and the address of anything else
// but a Time.
func (f *field) isUnset(b base) bool {
	if f.kind == timeKind {
		return f.time(b).IsZero()
	}
	return *(*uintptr)(unsafe.Add(b, f.word)) == 0
}

// isStep says whether the field holds steps.
func (f *field) isStep() bool { return f.elem == reflect.TypeFor[Step]() }
