package report

import "slices"

// object is what every object of the model keeps besides its fields. Built objects have no need of it.
type object struct {
	kept *kept
}

// kept is what Decode found and no field can hold, so that Encode can write it back. Bits stand for fields in order.
type kept struct {
	nulls  uint64 // keys that were null
	empty  uint64 // text keys that were ""
	hidden uint64 // fields that are not written, see hide
	extra  []extraKey
}

// extraKey is a key that the model does not know.
type extraKey struct {
	after int // the field in front of it, -1 for none
	key   string
	raw   []byte // its value, as valid JSON
}

// keep returns the record of kept things, made on first use.
func (o *object) keep() *kept {
	if o.kept == nil {
		o.kept = &kept{}
	}
	return o.kept
}

// hides says whether a field is not written.
func (k *kept) hides(i int) bool { return k != nil && k.hidden&(1<<i) != 0 }

// self gives access to what is kept.
func (o *object) self() *object { return o }

// Extra returns the JSON text of a key that the model does not know, nil where it is absent.
func (o *object) Extra(key string) []byte {
	if o.kept == nil {
		return nil
	}
	for i := len(o.kept.extra) - 1; i >= 0; i-- {
		if o.kept.extra[i].key == key {
			return slices.Clone(o.kept.extra[i].raw)
		}
	}
	return nil
}

// ExtraKeys lists the keys that the model does not know, in the order of the document.
func (o *object) ExtraKeys() []string {
	if o.kept == nil {
		return nil
	}
	keys := make([]string, 0, len(o.kept.extra))
	for _, e := range o.kept.extra {
		keys = append(keys, e.key)
	}
	return keys
}
