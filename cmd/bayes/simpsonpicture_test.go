package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// The picture of the README is what the command draws.
func TestSimpsonPicture(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("coordinates differ in their last digits where multiplications are fused with additions")
	}
	want, err := os.ReadFile("../../docs/ucb.svg")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "ucb.svg")
	args := []string{"bayes", "simpson", "../../testdata/ucb_admissions.csv", "--treatment", "gender=male", "--outcome", "admit=admitted", "--by", "dept", "--count", "n", "--plot", path}
	var out, errs bytes.Buffer
	if code := run(t.Context(), args, nil, &out, &errs); code != 0 {
		t.Fatal(code, errs.String())
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("docs/ucb.svg is not what the command draws: bayes simpson testdata/ucb_admissions.csv --treatment gender=male --outcome admit=admitted --by dept --count n --plot docs/ucb.svg")
	}
}
