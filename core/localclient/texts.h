#pragma once

#include <QString>
#include <QStringList>

#include <string>
#include <string_view>
#include <vector>

// The gateway's texts, which are UTF-8, as the window's.
namespace gw::client {

inline QString text(std::string_view value)
{
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()));
}

inline QStringList texts(const std::vector<std::string> &values)
{
    QStringList out;
    for (const std::string &value : values)
        out << text(value);
    return out;
}

}   // namespace gw::client
