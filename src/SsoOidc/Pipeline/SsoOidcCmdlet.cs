using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Reflection;
using SsoOidc.Pipeline;

namespace SsoOidc;

/// <summary>The base of every cmdlet: the bridge from async to the pipeline, stopping, and errors.</summary>
public abstract class SsoOidcCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _warned = [];
    private PipelineContext? _pipeline;
    private TaskScheduler? _pipelineScheduler;
    private Exception? _untold;
    private bool _hasToken;

    /// <summary>What the person typed that a prompt or an error is about.</summary>
    private protected abstract object? Target { get; }

    /// <summary>Does the work of one record. Continuations run on the pipeline thread: Write* may be called after any await.</summary>
    private protected abstract Task ProcessRecordAsync(CancellationToken cancellationToken);

    /// <summary>An empty text as no text: by-property-name binding turns a null member into one.</summary>
    private protected static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    internal CancellationToken StopToken => _stopping.Token;

    /// <summary>Warns of something that is not worth to be said for every record or request.</summary>
    internal void WarnOnce(string text)
    {
        if (_warned.Add(text))
            WriteWarning(text);
    }

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

    // What tells of the work must not undo it: the service has acted, and its answer is not given twice. A stream that throws, since
    // nobody answers its question, is an error beside the result: one that ends the cmdlet would take it along.
    internal new void WriteVerbose(string text) => Tell("Verbose", () => base.WriteVerbose(text));

    internal new void WriteDebug(string text) => Tell("Debug", () => base.WriteDebug(text));

    internal new void WriteWarning(string text) => Tell("Warning", () => base.WriteWarning(text));

    internal new void WriteProgress(ProgressRecord record) => Tell("Progress", () => base.WriteProgress(record));

    /// <summary>Who is told on -Debug; null where nobody sees it. For the pipeline thread.</summary>
    internal Action<string>? DebugListener => IsShown("Debug") ? WriteDebug : null;

    /// <summary>Tells of a request on -Verbose. One that gave a token is the point from which no stream stops the call any more.</summary>
    internal void WriteRequest(RequestSummary request)
    {
        _hasToken |= request.Error is null && request.Operation.StartsWith("CreateToken", StringComparison.Ordinal);
        if (IsShown("Verbose"))
            WriteVerbose(request.ToString());
    }

    /// <summary>
    /// Shows text to the person: a host message in the information stream survives <c>$x =</c>, hides with <c>6&gt;$null</c> and is
    /// kept by <c>-InformationVariable</c>.
    /// </summary>
    internal void WriteHostMessage(string text) =>
        Tell("Information", () => WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]));

    /// <summary>Shows what a person has to know, as a warning where the information stream is ignored; false where neither is seen.</summary>
    internal bool TryShow(string text)
    {
        // Only Ignore holds a host message back.
        if (PreferenceOf("Information") != ActionPreference.Ignore)
            WriteHostMessage(text);
        else if (IsShown("Warning"))
            WriteWarning(text);
        else
            return false;
        return true;
    }

    /// <summary>Whether a stream's preference lets it be seen.</summary>
    internal bool IsShown(string stream) => PreferenceOf(stream) is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessRecordAsync);

    /// <summary>Runs work to its end as <see cref="ProcessRecordAsync"/> runs.</summary>
    private protected void Run(Func<CancellationToken, Task> work)
    {
        _hasToken = false;
        if (MyInvocation.BoundParameters.TryGetValue("Debug", out var debug) && LanguagePrimitives.IsTrue(debug))
            ShowWithoutAsking(CommandRuntime);
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
            if (_untold is { } error)
                WriteError(new ErrorRecord(new InvalidOperationException(error.Message), "StreamFailed", ErrorCategory.WriteError, null));
            _untold = null;
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

    /// <summary>
    /// The engine takes -Debug for a wish to be asked at each line of every other stream and before each action. Here it shows what there is to
    /// see. Only the engine's own object has these switches; another runtime has no such questions.
    /// </summary>
    private static void ShowWithoutAsking(ICommandRuntime runtime)
    {
        const BindingFlags flags = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        runtime.GetType().GetProperty("DebugPreference", flags)?.SetValue(runtime, ActionPreference.Continue);
        runtime.GetType().GetProperty("Debug", flags)?.SetValue(runtime, false);
    }

    private ActionPreference PreferenceOf(string stream)
    {
        var given = MyInvocation.BoundParameters;
        // -Verbose and -Debug are switches, the others have a parameter that takes a preference.
        if (given.TryGetValue(stream, out var isShown))
            return LanguagePrimitives.IsTrue(isShown) ? ActionPreference.Continue : ActionPreference.SilentlyContinue;
        var preference = given.TryGetValue(stream + "Action", out var action) ? action : GetVariableValue(stream + "Preference");
        return preference is ActionPreference known ? known : LanguagePrimitives.TryConvertTo<ActionPreference>(preference, out var read) ? read : ActionPreference.Continue;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a stream throws is an error once the result has been written.")]
    private void Tell(string stream, Action write)
    {
        // These end the whole pipeline, or ask whether to, and what the service has issued would be gone.
        if (_hasToken && PreferenceOf(stream) is ActionPreference.Stop or ActionPreference.Inquire)
        {
            _untold ??= new InvalidOperationException($"The token is there. A line of the {stream} stream was left out, since the stream is to stop the command or to ask.");
            return;
        }

        try
        {
            write();
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            _untold ??= e;
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
