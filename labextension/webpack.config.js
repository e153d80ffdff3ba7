// Modules are numbered in their order, not by a hash of where they lie: the same build wherever the repository is.
module.exports = { optimization: { moduleIds: 'natural' } };
