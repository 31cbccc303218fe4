//go:build !race

package mlp

const raced = false
