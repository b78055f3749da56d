#include "ui/models/sharedfilter.h"

#include "core/client/filterlanguage.h"

namespace gw::ui {

void SharedFilter::setText(const QString &text)
{
    const client::ParsedFilter parsed = client::parseFilter(text);
    const QString trimmed = text.trimmed();
    if (!parsed.ok() || (trimmed == m_text && parsed.terms == m_terms))
        return;
    m_text = trimmed;
    m_terms = parsed.terms;
    Q_EMIT changed();
}

QString SharedFilter::term(const QString &field, const QString &value)
{
    return field + (value.contains(u' ') ? u'"' + value + u'"' : value);
}

}   // namespace gw::ui
