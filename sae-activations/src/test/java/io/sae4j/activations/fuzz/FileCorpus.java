package io.sae4j.activations.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small valid files of each format. */
enum FileCorpus {
    NPY(".npy") {
        @Override
        List<byte[]> files() {
            return List.of(npy("<f4", false, 9, 5), npy("<f8", true, 9, 5), npy("<f2", true, 3, 4));
        }
    },
    NPZ(".npz") {
        @Override
        List<byte[]> files() throws IOException {
            return List.of(
                    golden("numpy-stored.npz"),
                    golden("numpy-compressed.npz"),
                    golden("numpy-fortran.npz"),
                    golden("numpy-fortran-compressed.npz"),
                    zip(npy("<f8", false, 9, 5)));
        }
    },
    SAFETENSORS(".safetensors") {
        @Override
        List<byte[]> files() {
            return List.of(
                    safetensors("{\"acts\":{\"dtype\":\"F32\",\"shape\":[9,5],\"data_offsets\":[0,180]}}", 180),
                    safetensors(
                            "{\"__metadata__\":{\"a\":\"b\"},\"acts\":{\"dtype\":\"BF16\",\"shape\":[9,5],"
                                    + "\"data_offsets\":[0,90]},\"b\":{\"dtype\":\"F64\",\"shape\":[2,1],"
                                    + "\"data_offsets\":[90,106]}}",
                            106));
        }
    },
    CSV(".csv") {
        @Override
        List<byte[]> files() throws IOException {
            return List.of(
                    golden("numpy.csv"),
                    golden("numpy-header.csv"),
                    "a,b\n1.5,2\n\"-3\",4e5\n".getBytes(StandardCharsets.US_ASCII));
        }
    },
    ARROW(".arrow") {
        @Override
        List<byte[]> files() throws IOException {
            return golden("hugging-face.arrow", "zstd.arrow", "version4.arrow", "large.arrow");
        }
    },
    FEATHER(".feather") {
        @Override
        List<byte[]> files() throws IOException {
            return golden("default.feather", "nested-lz4.feather", "half.feather", "fixed-zstd.feather");
        }
    },
    PARQUET(".parquet") {
        @Override
        List<byte[]> files() throws IOException {
            return golden(
                    "default.parquet",
                    "nested-zstd-v2.parquet",
                    "split-gzip.parquet",
                    "half-lz4.parquet",
                    "plain.parquet");
        }
    };

    private final String suffix;

    FileCorpus(String suffix) {
        this.suffix = suffix;
    }

    String fileName() {
        return "damaged" + suffix;
    }

    abstract List<byte[]> files() throws IOException;

    private static List<byte[]> golden(String... names) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String name : names) {
            files.add(golden("columns/" + name));
        }
        return files;
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream stream = FileCorpus.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }

    private static byte[] npy(String descr, boolean fortran, int rows, int width) {
        int bytes = descr.charAt(2) - '0';
        byte[] text = ("{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': ("
                        + rows + ", " + width + "), }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0});
        out.writeBytes(text);
        out.writeBytes(new byte[rows * width * bytes]);
        return out.toByteArray();
    }

    private static byte[] zip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("acts.npy"));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] safetensors(String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(Long.BYTES + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }
}
