namespace SsoOidc.Login.Browser;

/// <summary>A flow, and in a few words why it is not the usual one ("this is an SSH session"); null when it is.</summary>
internal sealed class FlowChoice(LoginFlowKind flow, string? reason)
{
    public LoginFlowKind Flow { get; } = flow;

    public string? Reason { get; } = reason;
}
