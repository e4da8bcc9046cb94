//! Several inputs, one after the other.
//!
//! A `UNION` has an input for each of its queries. The engine would run them side by side and take
//! rows as they come, so the order would be a matter of luck. [`InTurnRule`] has them take turns.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Context;
use std::task::Poll;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::common::Result;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::tree_node::TransformedResult;
use datafusion::common::tree_node::TreeNode;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::RecordBatchStream;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::TaskContext;
use datafusion::physical_expr::EquivalenceProperties;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::DisplayAs;
use datafusion::physical_plan::DisplayFormatType;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::ExecutionPlanProperties;
use datafusion::physical_plan::Partitioning;
use datafusion::physical_plan::PlanProperties;
use datafusion::physical_plan::ReplaceChildrenOptions;
use datafusion::physical_plan::coalesce_partitions::CoalescePartitionsExec;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::joins::CrossJoinExec;
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::joins::NestedLoopJoinExec;
use datafusion::physical_plan::joins::SortMergeJoinExec;
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use tokio_stream::Stream;

/// Puts an order where the engine would leave it to luck.
#[derive(Debug)]
pub(crate) struct InTurnRule;

/// Yields the partitions of its input one after the other, up to `fetch` rows.
#[derive(Debug)]
struct InTurnExec {
    input: Arc<dyn ExecutionPlan>,
    fetch: Option<usize>,
    properties: Arc<PlanProperties>,
}

struct InTurnStream {
    input: Arc<dyn ExecutionPlan>,
    context: Arc<TaskContext>,
    current: Option<SendableRecordBatchStream>,
    /// The partition that comes next.
    next: usize,
    left: Option<usize>,
}

impl PhysicalOptimizerRule for InTurnRule {
    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|plan| Ok(ordered(plan))).data()
    }

    fn name(&self) -> &'static str {
        "in_turn"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// Returns `plan` with one partition.
pub(crate) fn single(plan: Arc<dyn ExecutionPlan>) -> Arc<dyn ExecutionPlan> {
    if plan.output_partitioning().partition_count() <= 1 {
        return plan;
    }
    Arc::new(InTurnExec::new(plan, None))
}

fn ordered(plan: Arc<dyn ExecutionPlan>) -> Transformed<Arc<dyn ExecutionPlan>> {
    if let Some(merge) = plan.downcast_ref::<CoalescePartitionsExec>() {
        let exec = InTurnExec::new(Arc::clone(merge.input()), merge.fetch());
        return Transformed::yes(Arc::new(exec));
    }
    if let Some(merge) = plan.downcast_ref::<SortPreservingMergeExec>() {
        let steady = merge.clone().with_round_robin_repartition(false);
        return Transformed::yes(Arc::new(steady));
    }
    if is_join(plan.as_ref()) {
        // A join can make millions of rows of one batch: pause between them, so that it can be stopped.
        return Transformed::yes(Arc::new(CooperativeExec::new(plan)));
    }
    Transformed::no(plan)
}

fn is_join(plan: &dyn ExecutionPlan) -> bool {
    plan.is::<CrossJoinExec>()
        || plan.is::<HashJoinExec>()
        || plan.is::<NestedLoopJoinExec>()
        || plan.is::<SortMergeJoinExec>()
}

impl InTurnExec {
    fn new(input: Arc<dyn ExecutionPlan>, fetch: Option<usize>) -> Self {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(input.schema()),
            Partitioning::UnknownPartitioning(1),
            input.pipeline_behavior(),
            input.boundedness(),
        );
        Self { input, fetch, properties: Arc::new(properties) }
    }
}

impl DisplayAs for InTurnExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fetch {
            None => f.write_str("InTurnExec"),
            Some(fetch) => write!(f, "InTurnExec: fetch={fetch}"),
        }
    }
}

impl ExecutionPlan for InTurnExec {
    fn name(&self) -> &'static str {
        "InTurnExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.input]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        mut children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let input = children.pop().unwrap_or_else(|| Arc::clone(&self.input));
        Ok(Arc::new(Self::new(input, self.fetch)))
    }

    fn with_new_children(
        self: Arc<Self>,
        mut children: Vec<Arc<dyn ExecutionPlan>>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let input = children.pop().unwrap_or_else(|| Arc::clone(&self.input));
        Ok(Arc::new(Self::new(input, self.fetch)))
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let input = Arc::clone(&self.input);
        let stream = InTurnStream { input, context, current: None, next: 0, left: self.fetch };
        Ok(Box::pin(stream))
    }
}

impl InTurnStream {
    /// Cuts `batch` to the rows that are still wanted.
    fn cut(&mut self, batch: RecordBatch) -> RecordBatch {
        let Some(left) = &mut self.left else { return batch };
        let rows = batch.num_rows().min(*left);
        *left -= rows;
        batch.slice(0, rows)
    }
}

impl Stream for InTurnStream {
    type Item = Result<RecordBatch>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.left == Some(0) {
                return Poll::Ready(None);
            }
            if let Some(current) = &mut self.current {
                match current.as_mut().poll_next(cx) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Some(Ok(batch))) => return Poll::Ready(Some(Ok(self.cut(batch)))),
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready(None) => self.current = None,
                }
            }
            if self.next >= self.input.output_partitioning().partition_count() {
                return Poll::Ready(None);
            }
            match self.input.execute(self.next, Arc::clone(&self.context)) {
                Ok(stream) => self.current = Some(stream),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
            self.next += 1;
        }
    }
}

impl RecordBatchStream for InTurnStream {
    fn schema(&self) -> SchemaRef {
        self.input.schema()
    }
}
