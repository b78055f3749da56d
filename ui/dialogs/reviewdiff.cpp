#include "ui/dialogs/reviewdiff.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"
#include "ui/models/linediff.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr QSize kStartSize(720, 520);

}   // namespace

ReviewDiff::ReviewDiff(const Subject &subject, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(subject.title);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(subject.title, TextStyle::Title));
    all->addWidget((new Label(subject.text, TextStyle::Body, Colour::TextSecondary))->wrapped());
    if (!subject.warning.isEmpty())
        all->addWidget(new Banner(Mark::Warning, subject.warning, {}, {}));
    const QList<DiffView::Line> lines = lineDiff(subject.before, subject.after);
    auto *file = new QHBoxLayout;
    file->addWidget((new Label(subject.file, TextStyle::Code))->elided(), 1);
    file->addWidget(new Label(diffCounts(lines), TextStyle::Caption, Colour::TextSecondary));
    all->addLayout(file);
    QScrollArea *area = scrolled(new DiffView(lines));
    area->setAccessibleName(tr("Changes"));
    area->setLayoutDirection(Qt::LeftToRight);   // As the text in it.
    all->addWidget(area, 1);
    auto *box = new QDialogButtonBox;
    QPushButton *act = button(subject.action, Emphasis::Primary);
    act->setDefault(true);
    QPushButton *cancel = button(tr("Cancel"));
    box->addButton(act, QDialogButtonBox::AcceptRole);
    box->addButton(cancel, QDialogButtonBox::RejectRole);
    connect(box, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::reject);
    all->addWidget(box);
    resize(kStartSize);
    act->setFocus();
}

}   // namespace gw::ui
