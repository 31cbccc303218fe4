package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
)

// A canceller cancels on the first line that is written to it.
type canceller struct {
	bytes.Buffer
	cancel context.CancelFunc
}

func (c *canceller) Write(p []byte) (int, error) {
	c.cancel()
	return c.Buffer.Write(p)
}

// TestMLPInterrupted: a training that is interrupted reports and keeps what there is.
func TestMLPInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	path := filepath.Join(t.TempDir(), "m.json")
	var out bytes.Buffer
	stderr := &canceller{cancel: cancel}
	args := []string{"bayes", "mlp", "train", "../../testdata/boundary.csv", "--outcome", "y", "--hidden", "4", "--epochs", "1000", "--save", path}
	if status := run(ctx, args, nil, &out, stderr); status != 1 {
		t.Errorf("exit status %d, want 1: %s", status, stderr.String())
	}
	for _, want := range []string{"interrupted after 100 epochs", "--save are of the best weights"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("stderr %q, want %q", stderr.String(), want)
		}
	}
	if !strings.Contains(out.String(), "100 epochs, then interrupted") {
		t.Errorf("the report does not tell of the interruption:\n%s", out.String())
	}
	if _, err := readNetwork(path); err != nil {
		t.Errorf("the network was not saved: %v", err)
	}
}
