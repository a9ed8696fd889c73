# Writes the files beside it with pyarrow alone: python write.py
import pyarrow as pa, pyarrow.feather as feather, pyarrow.parquet as parquet

ROWS, WIDTH = 37, 5
rows = [[float(1 + (r * 7 + c) % 2000) for c in range(WIDTH)] for r in range(ROWS)]
documents = [rows[:16], [], rows[16:36], rows[36:]]
words = ["no", "yes", "no"] + ["a word that is longer than twelve bytes"] * (ROWS - 3)


def beside(name, array):
    n = len(array)
    return pa.table({
        "kind": pa.array(words[:n]).dictionary_encode(),
        "view": pa.array(words[:n], pa.string_view()),
        "pair": pa.array([{"x": 1.0, "y": [2]}] * n),
        "token_ids": pa.array([[1, 2, 3]] * n, pa.list_(pa.int32())),
        name: array,
        "after": pa.array(range(n)),
    })


def stream(path, table, **options):
    with pa.OSFile(path, "wb") as sink, pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as out:
        out.write_table(table, max_chunksize=3 if table.num_rows < 10 else 16)


floats, doubles, halves = pa.float32(), pa.float64(), pa.float16()
flat = beside("acts", pa.array(rows, pa.list_(floats)))
nested = beside("acts", pa.array(documents, pa.list_(pa.list_(floats))))
fixed = beside("acts", pa.array(rows, pa.list_(doubles, WIDTH)))
half = beside("acts", pa.array(rows, pa.list_(floats, WIDTH)).cast(pa.list_(halves, WIDTH)))
# What Hugging Face datasets writes: a stream, with its features in the schema's metadata.
hugging_face = pa.table({"blocks.2.hook_resid_post": nested["acts"], "token_ids": nested["token_ids"]})
stream("hugging-face.arrow", hugging_face.replace_schema_metadata({"huggingface": '{"info": {"features": {}}}'}))
stream("zstd.arrow", nested, compression="zstd")
stream("version4.arrow", flat.select(["pair", "acts"]), metadata_version=pa.ipc.MetadataVersion.V4, use_legacy_format=True)
stream("large.arrow", beside("acts", pa.array(rows, pa.large_list(doubles))))
feather.write_feather(flat, "default.feather", chunksize=16)
feather.write_feather(nested, "nested-lz4.feather", compression="lz4")
feather.write_feather(half, "half.feather", compression="uncompressed")
feather.write_feather(fixed, "fixed-zstd.feather", compression="zstd", chunksize=7)

plain = ["token_ids", "acts", "after"]
parquet.write_table(flat.select(plain), "default.parquet", row_group_size=10)
parquet.write_table(nested.select(plain), "nested-zstd-v2.parquet", compression="zstd", data_page_version="2.0", data_page_size=64)
parquet.write_table(fixed.select(plain), "split-gzip.parquet", compression="gzip", use_dictionary=False, use_byte_stream_split=True)
parquet.write_table(half.select(plain), "half-lz4.parquet", compression="lz4", write_page_checksum=True)
parquet.write_table(flat.select(plain), "plain.parquet", compression="none", use_dictionary=False, row_group_size=16)

# Large enough for LZ4 blocks that repeat what lies in the blocks before.
many = [[float(1 + (r * 7 + c) % 2000) for c in range(WIDTH)] for r in range(4000)]
feather.write_feather(pa.table({"acts": pa.array(many, pa.list_(floats))}), "linked-lz4.feather")
