package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bayeskit/bayeskit/prob"
)

func writeString(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// only fails unless dir holds the named files and nothing else.
func only(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("the directory holds %q, want %q", got, names)
	}
}

func TestWriteAtomicKeepsPermissions(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "p.json")
	for _, mode := range []os.FileMode{0o600, 0o640, 0o666} {
		if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := writeAtomic(path, writeString("new")); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != mode || content(t, path) != "new" {
			t.Errorf("mode %v, content %q; want %v, new", info.Mode().Perm(), content(t, path), mode)
		}
	}
	only(t, dir, "p.json")
}

// A new file has the permissions that the umask leaves, as any command's has.
func TestWriteAtomicNewFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := writeAtomic(filepath.Join(dir, "b"), writeString("new")); err != nil {
		t.Fatal(err)
	}
	a, errA := os.Stat(filepath.Join(dir, "a"))
	b, errB := os.Stat(filepath.Join(dir, "b"))
	if err := errors.Join(errA, errB); err != nil {
		t.Fatal(err)
	}
	if a.Mode() != b.Mode() {
		t.Errorf("mode %v, want %v", b.Mode(), a.Mode())
	}
}

func TestWriteAtomicFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "target"), filepath.Join(dir, "link")
	if err := os.WriteFile(target, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	if err := writeAtomic(link, writeString("new")); err != nil {
		t.Fatal(err)
	}
	if got := content(t, target); got != "new" {
		t.Errorf("the file linked to holds %q, want new", got)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is no link any more: %v, %v", info.Mode(), err)
	}
}

// A write that fails half-way, as on a full disk, leaves the old file and
// nothing else, and the error names the file that the user named.
func TestWriteAtomicFailure(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "p.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left on device")
	err := writeAtomic(path, func(w io.Writer) error {
		io.WriteString(w, "ne")
		return full
	})
	if !errors.Is(err, full) || err.Error() != "writing "+path+": no space left on device" {
		t.Errorf("error %v", err)
	}
	if got := content(t, path); got != "old" {
		t.Errorf("the file holds %q, want old", got)
	}
	only(t, dir, "p.json")
	if err := writeAtomic(path, func(w io.Writer) error { // a file system's own error
		f := w.(*os.File)
		f.Close()
		_, err := f.WriteString("new")
		return err
	}); err == nil || strings.Contains(err.Error(), "p.json.") {
		t.Errorf("error %v, want one that names %s and no temporary file", err, path)
	}
	only(t, dir, "p.json")
}

// The device that is always full takes nothing: nor is it replaced by a file.
func TestWriteAtomicFullDevice(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		return // not on this system
	}
	if err := writeAtomic("/dev/full", writeString("new")); err == nil || !strings.HasPrefix(err.Error(), "writing /dev/full: ") {
		t.Errorf("error %v", err)
	}
	if info, err := os.Stat("/dev/full"); err != nil || info.Mode().IsRegular() {
		t.Errorf("/dev/full is now %v, %v", info, err)
	}
}

// TestWriteAtomicKilled kills a process that writes two long files in turn over
// the same name, at random moments. The file must be one of the two, whole.
func TestWriteAtomicKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.json")
	a, b := strings.Repeat("a", killedSize), strings.Repeat("b", killedSize)
	if err := os.WriteFile(path, []byte(a), 0o600); err != nil {
		t.Fatal(err)
	}
	rng := prob.NewSeed(1).Rand()
	seen := map[byte]int{}
	for range 25 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestWriterProcess$")
		cmd.Env = append(os.Environ(), "BAYES_TEST_WRITER="+path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadByte(); err != nil { // it has begun
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.IntN(60_000)) * time.Microsecond)
		cmd.Process.Kill()
		cmd.Wait()
		got := content(t, path)
		if got != a && got != b {
			t.Fatalf("a torn file of %d bytes", len(got))
		}
		seen[got[0]]++
	}
	if len(seen) < 2 {
		t.Errorf("of 25 kills each came upon the same content, %v: the test tests nothing", seen)
	}
}

const killedSize = 1 << 19

// TestWriterProcess is the process to be killed, and as a test does nothing.
func TestWriterProcess(t *testing.T) {
	path := os.Getenv("BAYES_TEST_WRITER")
	if path == "" {
		return
	}
	for i := 0; ; i++ {
		text := bytes.Repeat([]byte{"ba"[i%2]}, killedSize)
		err := writeAtomic(path, func(w io.Writer) error {
			for len(text) > 0 { // in many writes, to be torn between any two
				n, err := w.Write(text[:min(len(text), 1<<14)])
				if text = text[n:]; err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			panic(err)
		}
		if i == 0 {
			os.Stdout.WriteString("x")
		}
	}
}

// What cannot be written is known beforehand, and asking leaves no trace.
func TestCheckTarget(t *testing.T) {
	dir := t.TempDir()
	if err := checkTarget(filepath.Join(dir, "new.json")); err != nil {
		t.Error(err)
	}
	only(t, dir)
	for path, want := range map[string]string{
		dir:                                  "is a directory",
		filepath.Join(dir, "none", "m.json"): "no such file or directory",
	} {
		if err := checkTarget(path); err == nil || err.Error() != "writing "+path+": "+want {
			t.Errorf("checkTarget(%s) = %v, want %s", path, err, want)
		}
	}
	old := filepath.Join(dir, "old.json")
	if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := checkTarget(old); err != nil {
		t.Error(err)
	}
	if got := content(t, old); got != "old" {
		t.Errorf("the file holds %q", got)
	}
}
