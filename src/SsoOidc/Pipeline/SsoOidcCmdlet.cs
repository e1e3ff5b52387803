using System.Management.Automation;
using SsoOidc.Pipeline;

namespace SsoOidc;

/// <summary>The base of every cmdlet: the bridge from async to the pipeline, stopping, and errors.</summary>
public abstract class SsoOidcCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private PipelineContext? _pipeline;
    private TaskScheduler? _pipelineScheduler;

    /// <summary>What the person typed that a prompt or an error is about.</summary>
    private protected abstract object? Target { get; }

    /// <summary>Does the work of one record. Continuations run on the pipeline thread: Write* may be called after any await.</summary>
    private protected abstract Task ProcessRecordAsync(CancellationToken cancellationToken);

    /// <summary>An empty text as no text: by-property-name binding turns a null member into one.</summary>
    private protected static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    /// <summary>Runs an action on the pipeline thread soon: for what Core reports from whatever thread it is on.</summary>
    internal void PostToPipeline(Action action) => _pipeline?.Post(static state => ((Action)state!)(), action);

    /// <summary>Runs an action on the pipeline thread: at once where this is it, which keeps what is told in its order, and else soon.</summary>
    internal void TellPipeline(Action action)
    {
        if (_pipeline is { IsHere: true })
            action();
        else
            PostToPipeline(action);
    }

    /// <summary>Runs an action on the pipeline thread and completes when it has run.</summary>
    internal Task InvokeOnPipelineAsync(Action action) => InvokeOnPipelineAsync(() =>
    {
        action();
        return true;
    });

    /// <summary>Runs a function on the pipeline thread, where a host may be asked; what it throws is thrown to the caller.</summary>
    internal Task<T> InvokeOnPipelineAsync<T>(Func<T> function) =>
        Task.Factory.StartNew(function, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _pipelineScheduler!);

    /// <summary>
    /// Shows text to the person: a host message in the information stream survives <c>$x =</c>, hides with <c>6&gt;$null</c> and is
    /// kept by <c>-InformationVariable</c>.
    /// </summary>
    internal void WriteHostMessage(string text) =>
        WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessRecordAsync);

    /// <summary>Runs work to its end as <see cref="ProcessRecordAsync"/> runs.</summary>
    private protected void Run(Func<CancellationToken, Task> work)
    {
        try
        {
            PipelineContext.Run(
                () =>
                {
                    _pipeline = (PipelineContext)SynchronizationContext.Current!;
                    _pipelineScheduler = TaskScheduler.FromCurrentSynchronizationContext();
                    return work(_stopping.Token);
                },
                _stopping);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (RecordOf(e, Target) is { } record)
        {
            ThrowTerminatingError(record);
        }
    }

    /// <summary>The record of an exception in this call; null for one that is a fault.</summary>
    private protected ErrorRecord? RecordOf(Exception exception, object? target) => ErrorRecords.Create(
        exception, target, new ErrorCall(MyInvocation.MyCommand.Name, MyInvocation.MyCommand.Parameters.ContainsKey("EndpointUrl"), MyInvocation.BoundParameters));

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _stopping.Dispose();
    }
}
