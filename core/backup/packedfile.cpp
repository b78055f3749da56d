#include "core/backup/packedfile.h"

#include <QCryptographicHash>
#include <QFile>

#include <memory>
#include <unistd.h>
#include <vector>
#include <zstd.h>

namespace gw::backup {

namespace {

constexpr int kLevel = 6;
constexpr qint64 kBlock = qint64{1} << 20;

Error failed(const QFile &file, const char *what)
{
    return {.code = ErrorCode::Internal,
            .message = file.fileName().toStdString() + " cannot be " + what + ": " +
                       file.errorString().toStdString()};
}

Result<void> openNew(QFile &file)
{
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return failed(file, "made");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

Result<void> finish(QFile &file)
{
    if (!file.flush() || ::fsync(file.handle()) != 0)
        return failed(file, "written");
    return {};
}

Error broken(const std::string &path, std::size_t code)
{
    return {.code = ErrorCode::Internal,
            .message = path + " is damaged: " + std::string(ZSTD_getErrorName(code))};
}

}   // namespace

Result<Digest> digestOf(const std::string &path)
{
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return failed(file, "read");
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!hash.addData(&file))
        return failed(file, "read");
    return Digest{hash.result().toHex().toStdString(), file.size()};
}

Result<Digest> pack(const std::string &from, const std::string &to)
{
    QFile source(QString::fromStdString(from));
    QFile target(QString::fromStdString(to));
    if (!source.open(QIODevice::ReadOnly))
        return failed(source, "read");
    GW_CHECK(openNew(target));
    const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    std::vector<char> room(ZSTD_CStreamOutSize());
    for (bool last = false; !last;) {
        const QByteArray block = source.read(kBlock);
        last = block.size() < kBlock;
        if (last && !source.atEnd())
            return failed(source, "read");
        ZSTD_inBuffer in{block.constData(), static_cast<std::size_t>(block.size()), 0};
        for (bool more = true; more;) {
            ZSTD_outBuffer out{room.data(), room.size(), 0};
            const std::size_t left =
                ZSTD_compressStream2(context.get(), &out, &in, last ? ZSTD_e_end : ZSTD_e_continue);
            if (ZSTD_isError(left))
                return broken(from, left);
            const QByteArray made = QByteArray::fromRawData(room.data(), static_cast<qsizetype>(out.pos));
            hash.addData(made);
            if (target.write(made) != made.size())
                return failed(target, "written");
            more = last ? left != 0 : in.pos < in.size;
        }
    }
    GW_CHECK(finish(target));
    return Digest{hash.result().toHex().toStdString(), target.size()};
}

Result<void> unpack(const std::string &from, const std::string &to)
{
    QFile source(QString::fromStdString(from));
    QFile target(QString::fromStdString(to));
    if (!source.open(QIODevice::ReadOnly))
        return failed(source, "read");
    GW_CHECK(openNew(target));
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    std::vector<char> room(ZSTD_DStreamOutSize());
    std::size_t wanted = 1;   // 0 at the end of a frame.
    for (;;) {
        const QByteArray block = source.read(kBlock);
        if (block.isEmpty())
            break;
        ZSTD_inBuffer in{block.constData(), static_cast<std::size_t>(block.size()), 0};
        while (in.pos < in.size) {
            ZSTD_outBuffer out{room.data(), room.size(), 0};
            wanted = ZSTD_decompressStream(context.get(), &out, &in);
            if (ZSTD_isError(wanted))
                return broken(from, wanted);
            if (target.write(room.data(), static_cast<qint64>(out.pos)) != static_cast<qint64>(out.pos))
                return failed(target, "written");
        }
    }
    if (wanted != 0)
        return Error{.code = ErrorCode::Internal, .message = from + " is cut off"};
    return finish(target);
}

}   // namespace gw::backup
