#pragma once

#include "core/base/secret.h"

#include <QNetworkRequest>

namespace gw::client {

// A JSON body for a gateway's own door, as its window sends it. agent: what the ledger calls who asks, where
// it does not find out. key empty: no key is needed.
QNetworkRequest doorRequest(const QString &url, const Secret &key,
                            const QByteArray &agent = QByteArrayLiteral("Portico"));

}   // namespace gw::client
