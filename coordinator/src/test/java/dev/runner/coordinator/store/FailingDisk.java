package dev.runner.coordinator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** The disk, as the store library sees it, that can be full or fail: {@code failing:/path}. One test at a time. */
public final class FailingDisk extends FilePathWrapper {

    static final String SCHEME = "failing:";

    /** What goes wrong. */
    enum Fault {
        NONE,
        /** What is there can be overwritten, but no file grows; a write that would do so is made in part. */
        FULL,
        /** Nothing can be written. */
        WRITES_FAIL,
        /** Nothing can be read or written. */
        ALL_FAILS
    }

    private static volatile Fault fault = Fault.NONE;

    static void is(Fault now) {
        fault = now;
    }

    @Override
    public String getScheme() {
        return "failing";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(getBase().open(mode));
    }

    private static final class Channel extends FileBase {

        private final FileChannel real;

        Channel(FileChannel real) {
            this.real = real;
        }

        private void check(ByteBuffer source, long end) throws IOException {
            if (fault == Fault.FULL && end > real.size()) {
                int room = (int) Math.max(0, source.remaining() - (end - real.size()));
                ByteBuffer first = source.duplicate();
                first.limit(first.position() + room);
                long at = end - source.remaining();
                while (first.hasRemaining()) {
                    at += real.write(first, at);
                }
                throw new IOException("No space left on device");
            }
            if (fault == Fault.WRITES_FAIL || fault == Fault.ALL_FAILS) {
                throw new IOException("Input/output error");
            }
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            check(source, position + source.remaining());
            return real.write(source, position);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            check(source, real.position() + source.remaining());
            return real.write(source);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            if (fault == Fault.ALL_FAILS) {
                throw new IOException("Input/output error");
            }
            return real.read(target, position);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return real.read(target);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            real.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return real.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }
    }

    static void register() {
        FilePath.register(new FailingDisk());
    }
}
