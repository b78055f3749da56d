#include "core/base/base64.h"

#include <QByteArray>

namespace gw {

namespace {

QByteArray viewOf(std::string_view bytes)
{
    return QByteArray::fromRawData(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

}   // namespace

std::string toBase64(std::string_view bytes)
{
    return viewOf(bytes).toBase64().toStdString();
}

std::string toBase64Url(std::string_view bytes)
{
    return viewOf(bytes)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

std::optional<std::string> fromBase64(std::string_view text)
{
    auto decoded = QByteArray::fromBase64Encoding(viewOf(text), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        decoded = QByteArray::fromBase64Encoding(viewOf(text), QByteArray::Base64UrlEncoding |
                                                                   QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional(decoded.decoded.toStdString()) : std::nullopt;
}

}   // namespace gw
