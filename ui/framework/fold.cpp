#include "ui/framework/fold.h"

#include "ui/framework/icons.h"
#include "ui/framework/theme.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

Fold::Fold(const QString &title, std::function<QWidget *()> make, QWidget *parent)
    : QWidget(parent)
    , m_head(new QToolButton)
    , m_make(std::move(make))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(space::kTight);
    m_head->setText(title);
    m_head->setAccessibleName(title);
    m_head->setAutoRaise(true);
    m_head->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    column->addWidget(m_head, 0, Qt::AlignLeading);
    connect(m_head, &QToolButton::clicked, this, [this] { setOpen(!m_open); });
    setOpen(false);
}

void Fold::setOpen(bool open)
{
    m_open = open;
    m_head->setAccessibleDescription(open ? tr("open") : tr("folded"));
    m_head->setIcon(icon(open              ? u"chevron-down"_s
                         : isRightToLeft() ? u"chevron-left"_s
                                           : u"chevron-right"_s));
    if (open && !m_body) {
        m_body = m_make();
        layout()->addWidget(m_body);
    }
    if (m_body)
        m_body->setVisible(open);
}

}   // namespace gw::ui
