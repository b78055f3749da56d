#include "core/redis/script.h"

#include <QByteArray>
#include <QCryptographicHash>

namespace gw::redis {

Script::Script(std::string text)
    : m_text(std::move(text))
    , m_sha1(QCryptographicHash::hash(QByteArray::fromStdString(m_text), QCryptographicHash::Sha1)
                 .toHex()
                 .toStdString())
{}

}   // namespace gw::redis
