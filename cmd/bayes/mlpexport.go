package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/bayeskit/bayeskit/mlp"
	"github.com/bayeskit/bayeskit/mlp/tabular"
)

// readNetwork reads a file that bayes mlp train saved.
func readNetwork(path string) (*tabular.Network, error) {
	file, err := os.Open(path)
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return nil, fmt.Errorf("%s: %w", path, pe.Err)
	} else if err != nil {
		return nil, err
	}
	defer file.Close()
	n, err := tabular.Read(file)
	if errors.As(err, &pe) {
		return nil, fmt.Errorf("%s: %w", path, pe.Err)
	} else if err != nil {
		return nil, fmt.Errorf("%s: %w: bayes mlp train --save makes such a file", path, err)
	}
	return n, nil
}

// mlpExport is bayes mlp export.
func (e *env) mlpExport(c *cli.Context) error {
	if c.Args().Len() != 1 {
		return usagef("want one file of bayes mlp train --save, not %d", c.Args().Len())
	}
	onnx, safetensors := c.String("onnx"), c.String("safetensors")
	if onnx == "" && safetensors == "" {
		return usagef("nothing to write: give --onnx FILE, --safetensors FILE or both")
	}
	n, err := readNetwork(c.Args().First())
	if err != nil {
		return err
	}
	if onnx != "" {
		if err := writeAtomic(onnx, n.ONNX().Write); err != nil {
			return err
		}
	}
	if safetensors == "" {
		return nil
	}
	metadata := map[string]string{"likelihood": n.Likelihood.String()}
	return writeAtomic(safetensors, func(w io.Writer) error {
		if !n.Single {
			return mlp.WriteSafetensors(w, n.Layout(), n.Params, metadata)
		}
		single := make([]float32, len(n.Params))
		for i, v := range n.Params {
			single[i] = float32(v)
		}
		return mlp.WriteSafetensors(w, n.Layout(), single, metadata)
	})
}
