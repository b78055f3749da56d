#include "core/client/placesclient.h"

#include <QUrl>

namespace gw::client {

namespace {

bool isHere(const QString &host)
{
    return host == QLatin1StringView("localhost") || host.startsWith(QLatin1StringView("127.")) ||
           host == QLatin1StringView("::1");
}

}   // namespace

QString KnownPlace::shownName() const
{
    return name.isEmpty() ? QUrl(address).host() : name;
}

QString placeAddress(const QString &typed)
{
    QString text = typed.trimmed();
    if (text.isEmpty())
        return {};
    if (!text.contains(QLatin1StringView("://"))) {
        const QString host = QUrl(QStringLiteral("http://") + text).host();
        text.prepend(isHere(host) ? QStringLiteral("http://") : QStringLiteral("https://"));
    }
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() ||
        (url.scheme() != QLatin1StringView("http") && url.scheme() != QLatin1StringView("https")))
        return {};
    url.setQuery(QString());
    url.setFragment(QString());
    url.setUserInfo({});
    QString path = url.path();
    // What programs are given ends so.
    if (path.endsWith(QLatin1StringView("/v1")) || path.endsWith(QLatin1StringView("/v1/")))
        path.chop(path.endsWith(QLatin1Char('/')) ? 4 : 3);
    url.setPath(path);
    return url.toString(QUrl::StripTrailingSlash);
}

bool isReadable(const QString &address)
{
    const QUrl url(address);
    return url.scheme() == QLatin1StringView("http") && !isHere(url.host());
}

}   // namespace gw::client
