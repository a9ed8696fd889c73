# The rivals, in TorchScript: PyTorch's own kernels, called as Python would call them. Written from the published maths.
#
# Every gradient function takes rows x [n, d], the parameters p = [w_enc, w_dec, b_enc, b_dec] (JumpReLU: and thresholds),
# buffers (scratch), and returns [loss] + the gradients of p. w_dec is [m, d]; w_enc is [d, m] where steps are dense and
# [m, d] where they are sparse. Types are numbers here: 4 is int64, 6 is float32, 15 is bfloat16.
#
# The input is x - b_dec. Autograd would take a sixth product to sum up b_dec's gradient through it, so dense steps write
# (x - b_dec) w_enc + b_enc as x w_enc + (b_enc - b_dec w_enc), which needs a product of matrix and vector only.


# Dense autograd, as SAELens and dictionary_learning do it.

def gradients_of(loss: Tensor, p: List[Tensor]) -> List[Tensor]:
    result = [loss.detach()]
    for gradient in torch.autograd.grad([loss], p):
        assert gradient is not None
        result.append(gradient)
    return result


def dense_topk(x: Tensor, p: List[Tensor], scratch: List[Tensor], k: int, coefficient: float, bandwidth: float) -> List[Tensor]:
    pre = torch.addmm(p[2] - torch.mv(p[0].t(), p[3]), x, p[0])
    values, indices = torch.topk(pre, k, -1, True, False)
    codes = torch.zeros_like(pre).scatter_(-1, indices, torch.relu(values))
    rebuilt = torch.addmm(p[3], codes, p[1])
    return gradients_of((rebuilt - x).square().sum() / x.size(0), p)


# Under autocast: products take and give bf16, sums and losses are fp32.
def dense_topk_bf16(x: Tensor, p: List[Tensor], scratch: List[Tensor], k: int, coefficient: float, bandwidth: float) -> List[Tensor]:
    bias = (p[2] - torch.mv(p[0].t(), p[3])).to(15)
    pre = torch.addmm(bias, x.to(15), p[0].to(15))
    values, indices = torch.topk(pre, k, -1, True, False)
    codes = torch.zeros_like(pre).scatter_(-1, indices, torch.relu(values))
    rebuilt = torch.addmm(p[3].to(15), codes, p[1].to(15))
    return gradients_of((rebuilt.to(6) - x).square().sum() / x.size(0), p)


def dense_relu(x: Tensor, p: List[Tensor], scratch: List[Tensor], k: int, coefficient: float, bandwidth: float) -> List[Tensor]:
    codes = torch.relu(torch.addmm(p[2] - torch.mv(p[0].t(), p[3]), x, p[0]))
    rebuilt = torch.addmm(p[3], codes, p[1])
    return gradients_of(((rebuilt - x).square().sum() + coefficient * codes.sum()) / x.size(0), p)


# SAELens writes JumpReLU as functions with backward passes of their own; these are the same passes, written out. Masks are
# fp32, and columns are summed by products with ones: PyTorch's kernels for bool masks take five times as long.
# scratch = [pre, fires, codes, d_codes], each [n, m].
def dense_jumprelu(x: Tensor, p: List[Tensor], scratch: List[Tensor], k: int, coefficient: float, bandwidth: float) -> List[Tensor]:
    threshold = torch.relu(p[4])
    ones = torch.ones([x.size(0)])
    centred = x - p[3]
    pre = torch.addmm(p[2], centred, p[0], out=scratch[0])
    fires = torch.gt(pre, threshold, out=scratch[1])
    codes = torch.mul(pre, fires, out=scratch[2])
    error = torch.addmm(p[3], codes, p[1]).sub_(x)
    loss = (error.square().sum() + coefficient * torch.count_nonzero(fires)) / x.size(0)
    slope = error.mul_(2.0 / x.size(0))
    d_codes = torch.mm(slope, p[1].t(), out=scratch[3])
    distance = pre.sub_(threshold).abs_()
    near = torch.lt(distance, bandwidth / 2, out=distance)
    through_count = torch.mv(near.t(), ones) * (coefficient / x.size(0))
    through_codes = torch.mv(near.mul_(d_codes).t(), ones) * threshold
    d_threshold = (through_codes + through_count) * (p[4] > 0) / -bandwidth
    d_pre = d_codes.mul_(fires)
    d_b_enc = torch.mv(d_pre.t(), ones)
    d_w_enc = torch.mm(centred.t(), d_pre)
    d_w_dec = torch.mm(codes.t(), slope)
    d_b_dec = slope.sum([0]) - torch.mv(p[0], d_b_enc)
    return [loss, d_w_enc, d_w_dec, d_b_enc, d_b_dec, d_threshold]


# Sparse, as sparsify does it: embedding_bag decodes; gradients only where codes are. scratch = [pre], in bf16 [pre, w_enc].

def sparse_topk(x: Tensor, p: List[Tensor], scratch: List[Tensor], k: int, coefficient: float, bandwidth: float) -> List[Tensor]:
    centred = x - p[3]
    pre = torch.addmm(p[2], centred, p[0].t(), out=scratch[0])
    values, indices = torch.topk(pre, k, -1, True, False)
    return sparse_gradients(x, centred, p, values.relu_(), indices)


def sparse_topk_bf16(x: Tensor, p: List[Tensor], scratch: List[Tensor], k: int, coefficient: float, bandwidth: float) -> List[Tensor]:
    centred = x - p[3]
    w_enc = scratch[1].copy_(p[0])
    pre = torch.addmm(p[2].to(15), centred.to(15), w_enc.t(), out=scratch[0])
    values, indices = torch.topk(pre, k, -1, True, False)
    return sparse_gradients(x, centred, p, values.relu_().to(6), indices)


def sparse_gradients(x: Tensor, centred: Tensor, p: List[Tensor], values: Tensor, indices: Tensor) -> List[Tensor]:
    k = indices.size(1)
    features = indices.flatten()
    codes = values.flatten()
    bags = torch.arange(0, features.size(0), k)
    rebuilt, bag_of, sizes, most = torch._embedding_bag(p[1], features, bags, False, 0, False, codes, False, -1)
    error = rebuilt.add_(p[3]).sub_(x)
    loss = error.square().sum() / x.size(0)
    slope = error.mul_(2.0 / x.size(0))
    d_codes = torch._embedding_bag_per_sample_weights_backward(slope, p[1], features, bags, bag_of, 0, -1)
    d_codes = d_codes * (codes > 0)
    # Transposed, a feature is a bag of the rows it fires on.
    order = torch.argsort(features, stable=True, dim=0, descending=False)
    rows = torch.div(order, k, rounding_mode="floor")
    counts = torch.bincount(features, None, p[0].size(0))
    starts = torch.cumsum(counts, 0) - counts
    d_w_dec = torch.embedding_bag(slope, rows, starts, False, 0, False, torch.index_select(codes, 0, order), False)[0]
    d_w_enc = torch.embedding_bag(centred, rows, starts, False, 0, False, torch.index_select(d_codes, 0, order), False)[0]
    d_b_enc = torch.zeros_like(p[2]).index_add_(0, features, d_codes)
    d_b_dec = slope.sum([0]) - torch.mv(p[0].t(), d_b_enc)
    return [loss, d_w_enc, d_w_dec, d_b_enc, d_b_dec]


# What all steps end with: projection, clipping at a global norm of 1, PyTorch's fused Adam, unit decoder rows.

def update(p: List[Tensor], gradients: List[Tensor], first: List[Tensor], second: List[Tensor], steps: List[Tensor], scratch: Tensor, rate: float) -> List[Tensor]:
    dots = torch.mul(gradients[1], p[1], out=scratch).sum([1], keepdim=True)
    gradients[1].addcmul_(p[1], dots, value=-1)
    norm = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(gradients)))
    torch._foreach_add_(steps, 1)
    # The optimiser divides gradients by grad_scale, which saves a pass.
    torch._fused_adam_(p, gradients, first, second, [], steps, lr=rate, beta1=0.9, beta2=0.999, weight_decay=0.0, eps=1e-8, amsgrad=False, maximize=False, grad_scale=torch.clamp(norm, min=1.0), found_inf=None)
    p[1].div_(torch.linalg_vector_norm(p[1], 2, [1], True))
    return [norm]


# Not timed.

def pack(a: Tensor, b: Tensor, c: Tensor, d: Tensor) -> List[Tensor]:
    return [a, b, c, d]


def pack_five(a: Tensor, b: Tensor, c: Tensor, d: Tensor, e: Tensor) -> List[Tensor]:
    return [a, b, c, d, e]


def without_first(values: List[Tensor]) -> List[Tensor]:
    return values[1:]


def firing_dense(x: Tensor, p: List[Tensor], threshold: Tensor) -> List[Tensor]:
    pre = torch.addmm(p[2], x - p[3], p[0])
    return [(pre > threshold).sum() / x.size(0)]
