namespace SsoOidc.Config;

/// <summary>A value and the place it was read from, in words fit for an error or a debug message.</summary>
internal sealed class Setting<T>(T value, string source)
{
    public T Value { get; } = value;

    public string Source { get; } = source;
}
