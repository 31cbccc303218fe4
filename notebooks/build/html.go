package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// html writes a notebook as a page into a directory. Figures go in as images: some
// versions of nbconvert take SVG for a danger and leave nothing of it but its text.
func html(ctx context.Context, dir, at string) error {
	text, err := os.ReadFile(at)
	if err != nil {
		return err
	}
	var n notebook
	if err := json.Unmarshal(text, &n); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	for _, c := range n.Cells {
		if c.Outputs == nil {
			continue
		}
		for _, o := range *c.Outputs {
			if svg, ok := o.Data["image/svg+xml"]; ok {
				delete(o.Data, "image/svg+xml")
				o.Data["text/html"] = lines(`<img alt="" src="data:image/svg+xml;base64,` + base64.StdEncoding.EncodeToString([]byte(svg)) + `"/>`)
			}
		}
	}
	in, err := encode(n, "")
	if err != nil {
		return err
	}
	page, err := filepath.Abs(filepath.Join(dir, strings.TrimSuffix(filepath.Base(at), ".ipynb")))
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "jupyter", "nbconvert", "--to", "html", "--stdin", "--output", page)
	cmd.Stdin = bytes.NewReader(in)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("jupyter nbconvert: %w\n%s", err, out)
	}
	return nil
}
