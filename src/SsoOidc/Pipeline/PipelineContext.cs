using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace SsoOidc.Pipeline;

/// <summary>
/// Brings <c>await</c> back to the pipeline thread, the only one that may call Write*. One instance pumps one
/// ProcessRecord: nothing is static, so runspaces do not meet.
/// </summary>
internal sealed class PipelineContext : SynchronizationContext
{
    private readonly Queue<Action> _queue = new();
    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;
    private bool _isClosed;

    private PipelineContext()
    {
    }

    /// <summary>
    /// Runs work to its end on the calling thread. When a posted delegate throws (a Write* of a stopped pipeline does), the
    /// work is cancelled, awaited, and the delegate's exception thrown: nothing outlives this call.
    /// </summary>
    public static void Run(Func<Task> work, CancellationTokenSource cancellation)
    {
        var previous = Current;
        var context = new PipelineContext();
        SetSynchronizationContext(context);
        try
        {
            var task = work();
            if (!task.IsCompleted)
                _ = task.ContinueWith(static (_, queue) => ((PipelineContext)queue!).Close(), context, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            else
                context.Close();
            context.Pump(cancellation)?.Throw();
            task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    /// <summary>Whether the caller is on the pipeline thread.</summary>
    public bool IsHere => Environment.CurrentManagedThreadId == _pipelineThread;

    /// <summary>Queues a delegate for the pipeline thread; one that comes after the work has ended has nobody to tell and is dropped.</summary>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            if (_isClosed)
                return;
            _queue.Enqueue(() => d(state));
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Runs a delegate on the pipeline thread and waits for it.</summary>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (IsHere)
        {
            d(state);
            return;
        }

        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(
            _ =>
            {
                try
                {
                    d(state);
                    done.SetResult(true);
                }
                catch (Exception e) when (done.TrySetException(e))
                {
                    throw;
                }
            },
            null);
        done.Task.GetAwaiter().GetResult();
    }

    private void Close()
    {
        lock (_queue)
        {
            _isClosed = true;
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Waits for the next delegate; null when the work has ended and none is left.</summary>
    private Action? Next()
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (_isClosed)
                    return null;
                Monitor.Wait(_queue);
            }

            return _queue.Dequeue();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a posted delegate throws is thrown again once the work has ended.")]
    private ExceptionDispatchInfo? Pump(CancellationTokenSource cancellation)
    {
        ExceptionDispatchInfo? failure = null;
        while (Next() is { } action)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e);
                cancellation.Cancel();
            }
        }

        return failure;
    }
}
