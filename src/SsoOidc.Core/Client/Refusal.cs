namespace SsoOidc.Client;

/// <summary>Takes the error of a call, for who wants it as a result: to throw and catch costs more than the whole exchange.</summary>
internal sealed class Refusal
{
    public SsoOidcException? Error { get; set; }
}
