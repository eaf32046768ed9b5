export function Mark({ size = 18 }: { size?: number }) {
  return (
    <svg viewBox="0 0 18 18" width={size} height={size} aria-hidden style={{ color: 'var(--accent)', flex: 'none' }}>
      <path d="M2 2h4.2v14H2z" fill="currentColor" />
      <path d="M8.2 9 13 2h4l-4.9 7L17 16h-4z" fill="currentColor" />
    </svg>
  )
}
