#include "ui/pages/traffic/jumpto.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/theme.h"

#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

JumpTo::JumpTo(QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Go to a time"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kPage, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    auto *name = new Label(tr("Show the request that came then, or the last one before it"));
    m_moment = new QDateTimeEdit(QDateTime::currentDateTime());
    m_moment->setDisplayFormat(u"yyyy-MM-dd HH:mm:ss"_s);
    m_moment->setMaximumDateTime(QDateTime::currentDateTime());
    m_moment->setCalendarPopup(true);
    m_moment->setAccessibleName(tr("Time"));
    name->setBuddy(m_moment);
    auto *row = new QHBoxLayout;
    QPushButton *go = button(tr("Go"), Emphasis::Primary);
    go->setDefault(true);
    QPushButton *cancel = button(tr("Cancel"));
    row->addStretch();
    addAll(row, {cancel, go});
    all->addWidget(name);
    all->addWidget(m_moment);
    all->addLayout(row);
    connect(go, &QPushButton::clicked, this, [this] {
        Q_EMIT chosen(m_moment->dateTime().toMSecsSinceEpoch() * 1000 + 999'999);
        accept();
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_moment->setFocus();
}

}   // namespace gw::ui
