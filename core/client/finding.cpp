#include "core/client/finding.h"

#include <QStringList>

namespace gw::client {

QString reportText(const std::vector<Finding> &findings)
{
    QStringList lines;
    for (const Finding &finding : findings) {
        const QString kind = finding.kind == Finding::Kind::Good   ? QStringLiteral("ok")
                             : finding.kind == Finding::Kind::Note ? QStringLiteral("note")
                                                                   : QStringLiteral("FAULT");
        lines << QStringLiteral("%1 %2: %3").arg(kind.leftJustified(5), finding.id, finding.title);
        if (finding.kind != Finding::Kind::Good && !finding.detail.isEmpty())
            lines << QStringLiteral("      ") + finding.detail;
    }
    return lines.join(u'\n') + u'\n';
}

}   // namespace gw::client
