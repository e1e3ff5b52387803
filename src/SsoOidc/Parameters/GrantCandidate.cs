namespace SsoOidc.Parameters;

/// <summary>A grant that a cmdlet knows, with the name and the value of its parameter.</summary>
internal sealed class GrantCandidate(string grant, string parameter, string? value)
{
    public string Grant { get; } = grant;

    public string Parameter { get; } = parameter;

    public string? Value { get; } = value;
}
