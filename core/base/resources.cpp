#include "core/base/resources.h"

#include <QResource>
#include <QString>

// A static library's resources are linked only when something names them; the macro must stand outside any
// namespace.
static void registerBaseResources()
{
    Q_INIT_RESOURCE(base);
}

namespace gw {

std::string_view resource(std::string_view path)
{
    static const bool registered = (registerBaseResources(), true);
    Q_UNUSED(registered);
    const QResource file(QLatin1String(":/gw/") +
                         QString::fromUtf8(path.data(), static_cast<qsizetype>(path.size())));
    // Compression is off at build time, so the bytes can be used where they lie.
    if (!file.isValid() || file.compressionAlgorithm() != QResource::NoCompression || file.data() == nullptr)
        return {};
    return {reinterpret_cast<const char *>(file.data()), static_cast<std::size_t>(file.size())};
}

}   // namespace gw
