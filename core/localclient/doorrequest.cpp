#include "core/localclient/doorrequest.h"

#include <QUrl>

namespace gw::client {

QNetworkRequest doorRequest(const QString &url, const Secret &key, const QByteArray &agent)
{
    QNetworkRequest request{QUrl(url)};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setHeader(QNetworkRequest::UserAgentHeader, agent);
    if (!key.isEmpty())
        request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + key.reveal()));
    return request;
}

}   // namespace gw::client
