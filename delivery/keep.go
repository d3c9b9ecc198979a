package delivery

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Keep bounds a folder of settled reports; the oldest are removed first. A zero field sets no bound, except that an all-zero
// Keep means the default; a negative Count keeps nothing.
type Keep struct {
	Count int
	Bytes int64
	Age   time.Duration
}

// tidyEvery is after how many reports a process looks at a kept folder again, so that the cost of looking is shared.
const tidyEvery = 100

type keptFolders struct {
	mu      sync.Mutex
	settled map[string]int // since this process started
}

func (k *keptFolders) count(folder string) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.settled == nil {
		k.settled = map[string]int{}
	}
	k.settled[folder]++
	return k.settled[folder]
}

// tidy is told of each report that comes into a kept folder, and now and then removes what is beyond the folder's bounds.
func (o *Outbox) tidy(folder string) {
	if o.kept.count(folder)%tidyEvery == 1 {
		o.prune(folder)
	}
}

// pruneEvery is how often Run looks for what has become too old, also when nothing is sent.
const pruneEvery = time.Hour

func (o *Outbox) pruneAll() {
	for _, folder := range []string{deliveredFolder, rejectedFolder, damagedFolder} {
		o.prune(folder)
	}
}

func (o *Outbox) prune(folder string) {
	keep := map[string]Keep{
		deliveredFolder: o.opts.KeepDelivered, rejectedFolder: o.opts.KeepRejected, damagedFolder: o.opts.KeepDamaged,
	}[folder]
	files, err := o.oldestFirst(folder)
	if err != nil {
		o.log.Warn("cannot look for old reports to remove", "folder", folder, "error", err)
		return
	}
	if n := o.removeFiles(folder, files[:keep.excess(files, o.clock.Now())]); n > 0 && folder != deliveredFolder {
		o.log.Warn("removed the oldest reports that were never delivered", "folder", folder, "count", n)
	}
}

// excess is how many of the files, oldest first, are beyond the bounds.
func (k Keep) excess(files []fs.FileInfo, now time.Time) int {
	var bytes int64
	for kept := range files { // from the newest
		f := files[len(files)-1-kept]
		bytes += f.Size()
		if k.Count != 0 && kept >= k.Count || k.Bytes > 0 && bytes > k.Bytes || k.Age > 0 && now.Sub(f.ModTime()) > k.Age {
			return len(files) - kept
		}
	}
	return 0
}

func (o *Outbox) oldestFirst(folder string) ([]fs.FileInfo, error) {
	list, err := os.ReadDir(o.path(folder))
	if err != nil {
		return nil, err
	}
	var files []fs.FileInfo
	for _, entry := range list {
		if info, err := entry.Info(); err == nil && strings.HasSuffix(entry.Name(), reportSuffix) {
			files = append(files, info)
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int {
		return cmp.Or(a.ModTime().Compare(b.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	return files, nil
}

// removeFiles removes reports of a kept folder, with their notes, and returns how many went.
func (o *Outbox) removeFiles(folder string, files []fs.FileInfo) int {
	removed := 0
	for _, f := range files {
		path := filepath.Join(o.path(folder), f.Name())
		if os.Remove(path) == nil {
			removed++
			_ = os.Remove(noteOf(path)) // most have none
		}
	}
	return removed
}

// makeRoom gives the older half of the delivered copies up, since they need no room as much as a new report does. It returns
// false when there is nothing more to give.
func (o *Outbox) makeRoom() bool {
	files, err := o.oldestFirst(deliveredFolder)
	if err != nil {
		return false
	}
	n := o.removeFiles(deliveredFolder, files[:(len(files)+1)/2])
	if n > 0 {
		o.log.Warn("the disk is full: removed copies of delivered reports", "count", n)
	}
	return n > 0
}
