namespace SsoOidc.Login.Loopback;

/// <summary>What to answer to a request, and the redirect's result if it is the one that was waited for.</summary>
internal sealed class LoopbackVerdict(int status, string explanation, AuthorizationResult? result = null)
{
    public int Status { get; } = status;

    public string Explanation { get; } = explanation;

    public AuthorizationResult? Result { get; } = result;
}
