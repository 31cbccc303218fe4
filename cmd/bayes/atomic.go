package main

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// writeAtomic replaces the file at path by what write writes. Whatever happens,
// a kill or a full disk among it, path holds the old content or the new one,
// whole: the new content goes to another file in the same directory, is forced to
// the disk, and takes the old one's place by a rename. An existing file keeps its
// permission bits, and a symbolic link goes on pointing to the same place. After
// an error nothing is left behind. What is not a regular file, such as
// /dev/stdout, is written to directly.
func writeAtomic(path string, write func(io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode, exists := fs.FileMode(0), false
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() {
			return writeDirectly(path, write)
		}
		mode, exists = info.Mode().Perm(), true
	}
	dir, base := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	// Not os.CreateTemp, whose files nobody else may read: a new file is to have
	// the permissions that any other command would give it.
	f, err := os.OpenFile(filepath.Join(dir, "."+base+"."+rand.Text()[:10]), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return writeError(path, err)
	}
	err = write(f)
	if err == nil && exists {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return writeError(path, err)
	}
	return writeError(path, syncDir(dir))
}

// checkTarget reports before long work whether writeAtomic could not write to path,
// as where its directory is not there. It leaves no trace.
func checkTarget(path string) error {
	if path == "" {
		return nil
	}
	target := path
	if t, err := filepath.EvalSymlinks(path); err == nil {
		target = t
	}
	switch info, err := os.Stat(target); {
	case err == nil && info.IsDir():
		return writeError(path, syscall.EISDIR)
	case err == nil && !info.Mode().IsRegular():
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(target), "."+filepath.Base(target)+".*")
	if err != nil {
		return writeError(path, err)
	}
	return writeError(path, errors.Join(f.Close(), os.Remove(f.Name())))
}

func writeDirectly(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return writeError(path, err)
	}
	return writeError(path, errors.Join(write(f), f.Close()))
}

// syncDir forces a rename in dir to the disk, where the system has such a thing.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return nil // a directory may be written to but not read
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		return err
	}
	return nil
}

// A fileError is what went wrong with a file, in one line that names it as the
// user did rather than by the name of a system call and of a temporary file.
type fileError struct {
	path string
	err  error
}

func (e *fileError) Error() string { return "writing " + e.path + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

func writeError(path string, err error) error {
	if err == nil {
		return nil
	}
	var pe *fs.PathError
	var le *os.LinkError
	switch {
	case errors.As(err, &pe):
		err = pe.Err
	case errors.As(err, &le):
		err = le.Err
	}
	return &fileError{path, err}
}
