namespace SsoOidc.Config;

/// <summary>A value and the place it was read from, in words fit for an error or a debug message.</summary>
internal sealed record Setting<T>(T Value, string Source)
{
    /// <summary>The place only: the value may be a secret.</summary>
    public override string ToString() => Source;
}
