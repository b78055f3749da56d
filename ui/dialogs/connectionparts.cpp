#include "ui/dialogs/connectionparts.h"

#include "ui/framework/controls.h"
#include "ui/framework/theme.h"

#include <QFileDialog>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

FileField::FileField(const QString &name, const QString &title, const QString &filter, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    m_edit->setAccessibleName(name);
    row->addWidget(m_edit, 1);
    QPushButton *choose = button(tr("Choose…"));
    choose->setAutoDefault(false);
    choose->setAccessibleName(tr("Choose a file: %1").arg(name));
    connect(choose, &QPushButton::clicked, this, [this, title, filter] {
        const QString path = QFileDialog::getOpenFileName(this, title, m_edit->text(), filter);
        if (path.isEmpty())
            return;
        m_edit->setText(path);
        Q_EMIT chosen();
    });
    row->addWidget(choose);
    setFocusProxy(m_edit);
}

ConnectionFoot::ConnectionFoot(const QString &goText, QWidget *parent)
    : QWidget(parent)
    , m_forget(button(tr("Forget"), Emphasis::Quiet))
    , m_test(button(tr("Test")))
    , m_cancel(button(tr("Cancel")))
    , m_go(button(goText, Emphasis::Primary))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    m_test->setObjectName(u"test"_s);
    for (QPushButton *each : {m_forget, m_test, m_cancel})
        each->setAutoDefault(false);
    m_go->setDefault(true);
    row->addWidget(m_forget);
    row->addStretch();
    addAll(row, {m_test, m_cancel, m_go});
}

}   // namespace gw::ui
