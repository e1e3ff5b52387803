using System.Management.Automation;
using SsoOidc.Parameters;

namespace SsoOidc;

/// <summary>The base of the API's cmdlets: one record is one request, one call, one output.</summary>
/// <typeparam name="TRequest">The operation's request.</typeparam>
/// <typeparam name="TResponse">The operation's response.</typeparam>
/// <typeparam name="TOutput">What the cmdlet emits.</typeparam>
public abstract class OperationCmdlet<TRequest, TResponse, TOutput> : ServiceCmdlet
    where TRequest : SsoOidcRequest<TResponse>
    where TResponse : SsoOidcResponse
    where TOutput : TResponse
{
    /// <summary>What to emit: * the whole output, a member's path, or ^ and a parameter's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SelectCompleter))]
    public string Select { get; set; } = "*";

    private bool _isSelectNamed;

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public SwitchParameter Force { get; set; }

    /// <summary>Makes the request of this record.</summary>
    /// <exception cref="ArgumentException">The parameters contradict each other.</exception>
    private protected abstract TRequest CreateRequest();

    /// <summary>Makes the output of a response.</summary>
    private protected abstract TOutput CreateOutput(TResponse response);

    /// <summary>Calls the service.</summary>
    private protected virtual Task<TResponse> CallAsync(SsoOidcClient client, TRequest request, CancellationToken cancellationToken) =>
        client.SendAsync(request, cancellationToken);

    /// <inheritdoc/>
    private protected override async Task ProcessRecordAsync(CancellationToken cancellationToken)
    {
        var selector = ParseSelect(typeof(TOutput));
        var request = CreateRequest();
        if (!ShouldCall())
            return;
        var response = await CallAsync(GetClient(), request, cancellationToken);
        foreach (var selected in selector.Select(CreateOutput(response), this))
            WriteObject(selected);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isSelectNamed = MyInvocation.BoundParameters.ContainsKey(nameof(Select));
    }

    /// <summary>What -Select asks for. An empty member of a piped record asks for nothing else than the whole; an empty text by name is refused.</summary>
    /// <exception cref="ArgumentException">There is no such member or parameter.</exception>
    private protected Selector ParseSelect(Type output) =>
        Select == "*" || string.IsNullOrEmpty(Select) && !_isSelectNamed ? Selector.All : Selector.Parse(Select, output, GetType());

    /// <summary>A list of one empty text as none: an empty member of a piped record becomes that.</summary>
    private protected static string[]? NullIfEmpty(string[]? values) => values is [null or ""] ? null : values;

    /// <summary>Whether to go on: asks as -Confirm and -WhatIf want, unless -Force takes the question away.</summary>
    private protected bool ShouldCall() =>
        Force && !IsWhatIf() || ShouldProcess($"{Target}", MyInvocation.MyCommand.Name);

    /// <summary>-Force takes away the question, never a what-if that the call or a script around it asks for.</summary>
    private bool IsWhatIf() => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? given : GetVariableValue("WhatIfPreference"));
}
